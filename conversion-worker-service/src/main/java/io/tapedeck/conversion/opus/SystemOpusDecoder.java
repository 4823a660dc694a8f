package io.tapedeck.conversion.opus;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.tapedeck.conversion.timeline.AudioDecoder;
import io.tapedeck.protocol.codec.OpusPayload;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Opus by the system's libopus, both channels of a stereo stream in one. A packet that is nothing but its first byte makes it
 * conceal, or go on with its comfort noise (RFC 6716, 3.1 and 4.4). One thread.
 */
public final class SystemOpusDecoder implements AudioDecoder {

    private static final int LONGEST = OpusPayload.RATE * 120 / 1_000;
    private static final int CONCEALED = OpusPayload.RATE * 60 / 1_000;

    /** A sender that saves silence is heard every 400 ms (RFC 6716, 2.1.9). */
    private static final int LONGEST_PAUSE = OpusPayload.RATE / 2;

    /** A payload of RTP over UDP is not longer. */
    private static final int LONGEST_PACKET = 1 << 16;

    private static final int ONE_FRAME = 0xFC;

    private final Libopus library;
    private final MemorySegment decoder;
    private final Arena memory = Arena.ofConfined();
    private final MemorySegment packet = memory.allocate(LONGEST_PACKET);
    private final MemorySegment sound = memory.allocate(JAVA_SHORT, LONGEST);
    private final byte[] last = new byte[1];
    private boolean speaking;
    private boolean understood;
    private boolean closed;

    private SystemOpusDecoder(Libopus library, MemorySegment decoder) {
        this.library = library;
        this.decoder = decoder;
    }

    /** Null where the system has no libopus. */
    public static @Nullable SystemOpusDecoder open() {
        Libopus library = Libopus.found().orElse(null);
        if (library == null) {
            return null;
        }
        MemorySegment decoder = library.create(OpusPayload.RATE);
        return decoder.equals(MemorySegment.NULL) ? null : new SystemOpusDecoder(library, decoder);
    }

    @Override
    public int sampleRateHertz() {
        return OpusPayload.RATE;
    }

    @Override
    public int mostSamples(int payloadLength) {
        return LONGEST;
    }

    @Override
    public int decode(byte[] payload, int length, short[] samples) {
        int duration = OpusPayload.duration(payload, length);
        if (duration == 0) {
            understood = false;
            return 0;
        }
        last[0] = (byte) (payload[0] & ONE_FRAME);
        speaking = true;
        int made = decodeOne(payload, length, samples);
        understood = made > 0;
        return understood ? made : duration;
    }

    @Override
    public boolean understood() {
        return understood;
    }

    @Override
    public int fill(boolean lost, long wanted, long filled, short[] samples) {
        if (!speaking || wanted < OpusPayload.frameDuration(last[0]) || filled >= (lost ? CONCEALED : LONGEST_PAUSE)) {
            return 0;
        }
        return Math.max(0, decodeOne(last, 1, samples));
    }

    private int decodeOne(byte[] data, int length, short[] samples) {
        MemorySegment.copy(data, 0, packet, JAVA_BYTE, 0, length);
        int made = library.decode(decoder, packet, length, sound, LONGEST);
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
