package io.tapedeck.conversion.opus;

import io.tapedeck.conversion.timeline.AudioDecoder;
import io.tapedeck.protocol.codec.OpusPayload;

/**
 * Opus, both channels of a stereo stream in one. A packet that is nothing but its first byte makes libopus conceal, or go on
 * with its comfort noise (RFC 6716, 3.1 and 4.4). One thread.
 */
public final class OpusDecoder implements AudioDecoder {

    /** The longest packet (RFC 6716, 3.2.5), in samples of {@link OpusPayload#RATE}. */
    static final int LONGEST = OpusPayload.RATE * 120 / 1_000;

    private static final int CONCEALED = OpusPayload.RATE * 60 / 1_000;

    /** A sender that saves silence is heard every 400 ms (RFC 6716, 2.1.9). */
    private static final int LONGEST_PAUSE = OpusPayload.RATE / 2;

    private static final int ONE_FRAME = 0xFC;

    private final Engine engine;
    private final byte[] last = new byte[1];
    private boolean speaking;
    private boolean understood;

    /** A libopus, wherever it comes from. */
    public interface Engine extends AutoCloseable {

        /**
         * Decodes one packet to one channel of {@link OpusPayload#RATE}.
         *
         * @return how many samples were written; not positive for a packet that is none
         */
        int decode(byte[] packet, int length, short[] samples);

        @Override
        void close();
    }

    /** @param engine is closed with the decoder */
    public OpusDecoder(Engine engine) {
        this.engine = engine;
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
        int made = engine.decode(payload, length, samples);
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
        return Math.max(0, engine.decode(last, 1, samples));
    }

    @Override
    public void close() {
        engine.close();
    }
}
