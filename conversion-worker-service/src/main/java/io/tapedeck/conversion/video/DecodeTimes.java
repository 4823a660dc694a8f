package io.tapedeck.conversion.video;

import io.tapedeck.protocol.video.EncodedFrame;
import io.tapedeck.protocol.video.VideoCodec;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Finds when each picture must be decoded: RTP says only when it is shown, and pictures that are shown later may come first (B
 * pictures). The n-th picture is decoded when the n-th to be shown is, less what the deepest reordering takes. Looks a few pictures
 * ahead. One thread.
 */
public final class DecodeTimes {

    /** Enough to see the sender's pattern, be its beginning cut off. */
    private static final int AHEAD = 24;

    /** Deeper reordering than anybody who talks can afford. */
    private static final int DEEPEST = 8;

    private final ArrayDeque<EncodedFrame> waiting = new ArrayDeque<>();
    private final PriorityQueue<Long> shown = new PriorityQueue<>();
    private final int ahead;
    private boolean started;
    private long lead;
    private long last;

    public DecodeTimes(VideoCodec codec) {
        this.ahead = codec == VideoCodec.H264 ? AHEAD : 0; // VP8 has no such pictures
    }

    /**
     * @param decodeAt later than that of the picture before; may be negative
     * @param showAt never before {@code decodeAt}
     */
    public record Timed(EncodedFrame frame, long decodeAt, long showAt) {}

    /** Takes over the next picture in the order of decoding; gives back one that is certain now, if any is. */
    public @Nullable Timed next(EncodedFrame frame) {
        waiting.addLast(frame);
        shown.add(frame.position());
        return waiting.size() > ahead ? timed() : null;
    }

    /** When no more come: the next that waits; null when there is none. */
    public @Nullable Timed rest() {
        return waiting.isEmpty() ? null : timed();
    }

    private Timed timed() {
        if (!started) {
            lead = deepest();
        }
        EncodedFrame frame = waiting.removeFirst();
        long earliest = shown.remove() - lead;
        long decodeAt = started ? Math.max(earliest, last + 1) : earliest;
        started = true;
        last = decodeAt;
        return new Timed(frame, decodeAt, Math.max(decodeAt, frame.position()));
    }

    /** By how much a picture in sight is decoded before its turn; of the last ones too little is known. */
    private long deepest() {
        var sorted = new PriorityQueue<>(shown);
        long deepest = 0;
        for (EncodedFrame frame :
                waiting.stream().limit(Math.max(1, waiting.size() - DEEPEST)).toList()) {
            deepest = Math.max(deepest, sorted.remove() - frame.position());
        }
        return deepest;
    }
}
