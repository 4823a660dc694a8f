package io.tapedeck.conversion.opus;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.tapedeck.protocol.codec.OpusPayload;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The system's libopus. One thread. */
public final class SystemOpus implements OpusDecoder.Engine {

    /** A payload of RTP over UDP is not longer. */
    private static final int LONGEST_PACKET = 1 << 16;

    private final Libopus library;
    private final MemorySegment decoder;
    private final Arena memory = Arena.ofConfined();
    private final MemorySegment packet = memory.allocate(LONGEST_PACKET);
    private final MemorySegment sound = memory.allocate(JAVA_SHORT, OpusDecoder.LONGEST);
    private boolean closed;

    private SystemOpus(Libopus library, MemorySegment decoder) {
        this.library = library;
        this.decoder = decoder;
    }

    /** Null where the system has no libopus. */
    public static @Nullable SystemOpus open() {
        Libopus library = Libopus.found().orElse(null);
        if (library == null) {
            return null;
        }
        MemorySegment decoder = library.create(OpusPayload.RATE);
        return decoder.equals(MemorySegment.NULL) ? null : new SystemOpus(library, decoder);
    }

    @Override
    public int decode(byte[] data, int length, short[] samples) {
        MemorySegment.copy(data, 0, packet, JAVA_BYTE, 0, length);
        int made = library.decode(decoder, packet, length, sound, OpusDecoder.LONGEST);
        int count = Math.min(made, samples.length);
        if (count > 0) {
            MemorySegment.copy(sound, JAVA_SHORT, 0, samples, 0, count);
        }
        return count;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            library.destroy(decoder);
            memory.close();
        }
    }
}
