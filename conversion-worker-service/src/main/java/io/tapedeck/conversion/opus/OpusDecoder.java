package io.tapedeck.conversion.opus;

import io.tapedeck.conversion.timeline.AudioDecoder;
import io.tapedeck.protocol.codec.OpusPayload;

/**
 * Opus, both channels of a stereo stream in one. A packet that is nothing but its first byte makes libopus conceal, or go on
 * with its comfort noise (RFC 6716, 3.1 and 4.4). What a packet repeats of the one before it, which was lost, is heard (RFC
 * 6716, 2.1.7). One thread.
 */
public final class OpusDecoder implements AudioDecoder {

    /** The longest packet (RFC 6716, 3.2.5), in samples of {@link OpusPayload#RATE}. */
    static final int LONGEST = OpusPayload.RATE * 120 / 1_000;

    private static final int CONCEALED_MILLIS = 60;

    /** A sender that saves silence is heard every 400 ms (RFC 6716, 2.1.9). */
    private static final int LONGEST_PAUSE_MILLIS = 500;

    private static final int ONE_FRAME = 0xFC;

    private final Engine engine;
    private final int rate;
    private final byte[] last = new byte[1];
    private boolean speaking;
    private boolean understood;

    /** A libopus, wherever it comes from. */
    public interface Engine extends AutoCloseable {

        /**
         * Decodes one packet to one channel.
         *
         * @return how many samples were written; not positive for a packet that is none
         */
        int decode(byte[] packet, int length, short[] samples);

        /** Of the samples that come out. */
        int sampleRateHertz();

        /** Whether it can make use of what a packet repeats. */
        default boolean recovers() {
            return false;
        }

        /** Decodes the lost frame of {@code count} samples before the packet, which repeats it. */
        default int recover(byte[] next, int length, int count, short[] samples) {
            return 0;
        }

        @Override
        void close();
    }

    /** @param engine is closed with the decoder */
    public OpusDecoder(Engine engine) {
        this.engine = engine;
        this.rate = engine.sampleRateHertz();
    }

    @Override
    public int sampleRateHertz() {
        return rate;
    }

    @Override
    public int mostSamples(int payloadLength) {
        return LONGEST;
    }

    @Override
    public int decode(byte[] payload, int length, short[] samples) {
        int duration = samples(OpusPayload.duration(payload, length));
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
        if (!speaking || wanted < samples(OpusPayload.frameDuration(last[0])) || filled >= longest(lost)) {
            return 0;
        }
        return Math.max(0, engine.decode(last, 1, samples));
    }

    private long longest(boolean lost) {
        return (long) rate * (lost ? CONCEALED_MILLIS : LONGEST_PAUSE_MILLIS) / 1_000;
    }

    @Override
    public int repeated(byte[] next, int length) {
        boolean usable = speaking && engine.recovers() && OpusPayload.repeatsEarlier(next, length);
        return usable ? samples(OpusPayload.frameDuration(next[0])) : 0;
    }

    @Override
    public int recover(byte[] next, int length, short[] samples) {
        return Math.max(0, engine.recover(next, length, repeated(next, length), samples));
    }

    /** At our rate, of {@code ticks} of Opus. */
    private int samples(int ticks) {
        return (int) ((long) ticks * rate / OpusPayload.RATE);
    }

    @Override
    public void close() {
        engine.close();
    }
}
