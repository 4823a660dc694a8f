package io.tapedeck.capture.spool;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Buffers in which packets of one capture gather before they are written to its file. As many as captures that have
 * packets; none is given up again, for the next busy hour. Writer thread only.
 */
final class BufferPool {

    /**
     * Five seconds of a G.711 call. All buffers are empty when the files are synced, and as long as none is full again no
     * file gets new packets meanwhile: else the system would write each file a second time.
     */
    static final int LARGE = 128 * 1024;

    /** When there are many captures already; what is put into a buffer at a time must fit. */
    static final int SMALL = 32 * 1024;

    /** A quarter of a gigabyte of them. */
    private static final int MOST_LARGE = 2_000;

    private final Queue<ByteBuffer> large = new ArrayDeque<>();
    private final Queue<ByteBuffer> small = new ArrayDeque<>();
    private int largeOnes;

    ByteBuffer take() {
        ByteBuffer buffer = large.poll();
        if (buffer == null && largeOnes < MOST_LARGE) {
            largeOnes++;
            return fresh(LARGE);
        }
        buffer = buffer == null ? small.poll() : buffer;
        return buffer == null ? fresh(SMALL) : buffer;
    }

    private static ByteBuffer fresh(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    void giveBack(ByteBuffer buffer) {
        (buffer.capacity() == LARGE ? large : small).add(buffer.clear());
    }
}
