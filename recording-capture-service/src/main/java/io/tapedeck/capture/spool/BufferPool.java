package io.tapedeck.capture.spool;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Buffers in which packets of one capture gather before they are written to its file. As many as captures that have
 * packets; none is given up again, for the next busy hour. Writer thread only.
 */
final class BufferPool {

    /** One and a half seconds of a G.711 call. */
    static final int BYTES = 32 * 1024;

    private final Queue<ByteBuffer> free = new ArrayDeque<>();

    ByteBuffer take() {
        ByteBuffer buffer = free.poll();
        return buffer == null ? ByteBuffer.allocateDirect(BYTES) : buffer;
    }

    void giveBack(ByteBuffer buffer) {
        free.add(buffer.clear());
    }
}
