package io.tapedeck.conversion.video;

import io.tapedeck.conversion.job.Piece;
import io.tapedeck.protocol.video.EncodedFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From a party's place in the call to its place in a file. Lets through what belongs to the file, and after what does not, only what
 * can be decoded without it. One thread.
 */
final class PictureGate {

    /** Where one source ends and the next begins their clocks may overlap a little. */
    private static final long MOST_OVERLAP = VideoTime.HERTZ;

    /**
     * The zero of a call is the arrival of its first packet, and the pictures of the first moment may have their place before it: by
     * the jitter, or since others are shown before them. They are shown at once.
     */
    private static final long LEAD = VideoTime.HERTZ / 4;

    private static final long NOWHERE = Long.MIN_VALUE;

    private final List<Stretch> stretches = new ArrayList<>();
    private boolean awaitingKey = true;
    private long newest = -1;

    /** @param place in the file, of the tick {@code from} in the call */
    private record Stretch(long from, long to, long place) {}

    /**
     * @param pieces of the file, counted from its beginning
     * @param offset of the file's beginning from the call's zero
     */
    PictureGate(List<Piece> pieces, Duration offset) {
        Duration length = Duration.ZERO;
        for (Piece piece : pieces) {
            if (piece.heard()) { // and so seen
                stretches.add(new Stretch(
                        VideoTime.ticks(piece.from().plus(offset)),
                        VideoTime.ticks(piece.to().plus(offset)),
                        VideoTime.ticks(length)));
            }
            length = length.plus(piece.length());
        }
    }

    /** The same picture at its place in the file; null when it is not seen there. */
    @Nullable
    EncodedFrame pass(EncodedFrame frame) {
        long place = place(frame.position());
        boolean stale = frame.isKey() && place + MOST_OVERLAP < newest;
        if (place == NOWHERE || stale || awaitingKey && !frame.isKey()) {
            awaitingKey = true;
            return null;
        }
        awaitingKey = false;
        long own = frame.isKey() || place < 0 ? Math.max(place, newest + 1) : place;
        newest = Math.max(newest, own);
        return frame.at(own);
    }

    private long place(long position) {
        for (Stretch stretch : stretches) {
            if (position >= stretch.from() && position < stretch.to()) {
                return position - stretch.from() + stretch.place();
            }
        }
        long early =
                stretches.isEmpty() ? NOWHERE : position - stretches.getFirst().from();
        return early >= -LEAD && early < 0 && stretches.getFirst().place() == 0 ? early : NOWHERE;
    }
}
