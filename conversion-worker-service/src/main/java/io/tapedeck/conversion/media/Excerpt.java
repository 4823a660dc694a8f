package io.tapedeck.conversion.media;

import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.job.Piece;
import io.tapedeck.conversion.timeline.SessionTime;
import java.time.Duration;
import java.util.List;

/** Which samples of a call a file holds. The samples of a call count from a zero that all its files share. One thread. */
final class Excerpt {

    private static final long ENDLESS = Long.MAX_VALUE;

    private final long[] from;
    private final long[] to;
    private final boolean[] heard;
    private int current;

    /** Takes what belongs to the file, in order. */
    interface Sink {

        /** Sound of the block, from this offset on. */
        void sound(int offset, int count) throws JobFailure;

        void silence(int count) throws JobFailure;
    }

    /** @param offset of the plan's first sample from the call's zero */
    Excerpt(MediaPlan plan, Duration offset, int rate) {
        List<Piece> pieces = plan.pieces();
        from = new long[pieces.size()];
        to = new long[pieces.size()];
        heard = new boolean[pieces.size()];
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            from[i] = SessionTime.samples(piece.from().plus(offset), rate);
            to[i] = piece.endless() ? ENDLESS : SessionTime.samples(piece.to().plus(offset), rate);
            heard[i] = piece.heard();
        }
    }

    /** Samples in the whole file; 0 while that is not known. */
    long samples() {
        long sum = 0;
        for (int i = 0; i < from.length; i++) {
            if (to[i] == ENDLESS) {
                return 0;
            }
            sum += to[i] - from[i];
        }
        return sum;
    }

    /** Passes on what the file holds of a block of the call. Blocks follow each other. */
    void pass(long position, int count, Sink sink) throws JobFailure {
        long end = position + count;
        while (current < from.length && from[current] < end) {
            long start = Math.max(from[current], position);
            long stop = Math.min(to[current], end);
            if (start < stop) {
                give(start - position, stop - start, sink);
            }
            if (to[current] > end) {
                return;
            }
            current++;
        }
    }

    private void give(long offset, long count, Sink sink) throws JobFailure {
        if (heard[current]) {
            sink.sound((int) offset, (int) count);
        } else {
            sink.silence((int) count);
        }
    }
}
