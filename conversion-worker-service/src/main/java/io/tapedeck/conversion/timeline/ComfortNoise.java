package io.tapedeck.conversion.timeline;

/** Noise of a given level, as a phone plays it while the other side is silent (RFC 3389, 3.1). Pseudo-random, so that the same call gives the same file. One thread. */
public final class ComfortNoise implements AudioDecoder {

    /** Level byte of RFC 3389: dB below overload. */
    private static final int LEVEL_BITS = 0x7F;

    private static final int MOST = 8_000;

    /** A phone that has said nothing for so long is on hold, not silent. */
    private static final long LONGEST_SECONDS = 30;

    private final int rate;
    private double amplitude;
    private int state = 1;

    public ComfortNoise(int rate) {
        this.rate = rate;
    }

    /** @param rms root mean square of the noise, in units of a 16-bit sample */
    public void level(double rms) {
        amplitude = rms * Math.sqrt(3); // uniform noise
    }

    @Override
    public int sampleRateHertz() {
        return rate;
    }

    @Override
    public int mostSamples(int payloadLength) {
        return MOST;
    }

    @Override
    public int decode(byte[] payload, int length, short[] samples) {
        level(Short.MAX_VALUE * Math.pow(10, -(payload[0] & LEVEL_BITS) / 20.0));
        return 0;
    }

    @Override
    public int fill(boolean lost, long wanted, long filled, short[] samples) {
        if (filled > LONGEST_SECONDS * rate) {
            return 0;
        }
        int count = (int) Math.min(wanted, Math.min(MOST, samples.length));
        for (int i = 0; i < count; i++) {
            state = state * 1_664_525 + 1_013_904_223;
            samples[i] = (short) (amplitude * state / Integer.MAX_VALUE);
        }
        return count;
    }

    @Override
    public void close() {}
}
