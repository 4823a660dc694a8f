package io.tapedeck.conversion.video;

import io.tapedeck.protocol.video.EncodedFrame;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One party's pictures until the sound has come as far. A flood costs pictures, not memory. One thread. */
final class PictureQueue {

    /** Many times the seconds that sound is behind, of the richest video that is seen in calls. */
    private static final long MOST_BYTES = 32L << 20;

    private final ArrayDeque<EncodedFrame> frames = new ArrayDeque<>();
    private long bytes;
    private boolean awaitingKey;
    private long dropped;
    private long taken;

    void add(EncodedFrame frame) {
        boolean full = bytes + frame.data().length > MOST_BYTES;
        awaitingKey = full || awaitingKey && !frame.isKey();
        if (awaitingKey) {
            dropped++;
            return;
        }
        frames.addLast(frame);
        bytes += frame.data().length;
    }

    /** The next, if it is shown before that place. */
    @Nullable
    EncodedFrame takeBefore(long place) {
        EncodedFrame next = frames.peekFirst();
        if (next == null || next.position() >= place) {
            return null;
        }
        frames.removeFirst();
        bytes -= next.data().length;
        taken++;
        return next;
    }

    long dropped() {
        return dropped;
    }

    long taken() {
        return taken;
    }
}
