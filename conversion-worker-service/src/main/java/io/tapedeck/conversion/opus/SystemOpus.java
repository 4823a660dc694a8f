package io.tapedeck.conversion.opus;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.tapedeck.protocol.codec.OpusPayload;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The system's libopus. One thread. */
public final class SystemOpus implements OpusDecoder.Engine {

    /** What libopus decodes to, whatever the packets hold (RFC 6716, 2.1.3). */
    private static final int[] RATES = {8_000, 12_000, 16_000, 24_000, OpusPayload.RATE};

    /** A payload of RTP over UDP is not longer. */
    private static final int LONGEST_PACKET = 1 << 16;

    private final Libopus library;
    private final MemorySegment decoder;
    private final int rate;
    private final Arena memory = Arena.ofConfined();
    private final MemorySegment packet = memory.allocate(LONGEST_PACKET);
    private final MemorySegment sound = memory.allocate(JAVA_SHORT, OpusDecoder.LONGEST);
    private boolean closed;

    private SystemOpus(Libopus library, MemorySegment decoder, int rate) {
        this.rate = rate;
        this.library = library;
        this.decoder = decoder;
    }

    /**
     * The decoder that makes no more of the sound than is wanted: what it does not make costs nothing.
     *
     * @return null where the system has no libopus
     */
    public static @Nullable SystemOpus open(int wantedHertz) {
        Libopus library = Libopus.found().orElse(null);
        if (library == null) {
            return null;
        }
        int rate = rate(wantedHertz);
        MemorySegment decoder = library.create(rate);
        return decoder.equals(MemorySegment.NULL) ? null : new SystemOpus(library, decoder, rate);
    }

    private static int rate(int wantedHertz) {
        return Arrays.stream(RATES)
                .filter(rate -> rate >= wantedHertz)
                .findFirst()
                .orElse(OpusPayload.RATE);
    }

    @Override
    public int sampleRateHertz() {
        return rate;
    }

    @Override
    public int decode(byte[] data, int length, short[] samples) {
        return decode(data, length, samples, OpusDecoder.LONGEST, 0);
    }

    @Override
    public boolean recovers() {
        return true;
    }

    @Override
    public int recover(byte[] next, int length, int count, short[] samples) {
        return decode(next, length, samples, count, 1);
    }

    private int decode(byte[] data, int length, short[] samples, int most, int fec) {
        MemorySegment.copy(data, 0, packet, JAVA_BYTE, 0, length);
        int made = library.decode(decoder, packet, length, sound, most, fec);
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
