package io.tapedeck.capture.media;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where direct buffers lie. A loop uses very few of them, over and over, so the last ones are remembered; that also
 * keeps them alive as long as their addresses are known here.
 */
final class NativeBuffers {

    private static final int KNOWN = 4;

    private final @Nullable ByteBuffer[] buffers = new ByteBuffer[KNOWN];
    private final long[] addresses = new long[KNOWN];
    private int next;

    /** @return the address of the buffer's index 0 */
    @SuppressWarnings("ReferenceEquality") // equal contents are no equal memory
    long addressOf(ByteBuffer buffer) {
        for (int i = 0; i < KNOWN; i++) {
            if (buffers[i] == buffer) {
                return addresses[i];
            }
        }
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("only direct buffers have an address that the system can use");
        }
        long address = LinuxCalls.addressOf(buffer);
        buffers[next] = buffer;
        addresses[next] = address;
        next = (next + 1) % KNOWN;
        return address;
    }
}
