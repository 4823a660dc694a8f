package io.tapedeck.conversion.sound;

/**
 * How much a party talks: frames of 20 ms whose mean level is above a room's noise, and the 300 ms after each, which bridge the
 * pauses between words. One thread.
 */
final class Talk {

    private static final int FRAMES_PER_SECOND = 50;
    private static final int BRIDGED_FRAMES = 15;

    /** Mean magnitude, about -47 dB of full scale. */
    private static final int NOISE = 146;

    private final int frameSamples;
    private int sum;
    private int filled;
    private int bridge;
    private long talking;
    private long frames;

    Talk(int rate) {
        frameSamples = rate / FRAMES_PER_SECOND;
    }

    void add(short[] samples, int from, int count) {
        int at = from;
        int end = from + count;
        while (at < end) {
            int fit = Math.min(end - at, frameSamples - filled);
            sum += magnitude(samples, at, fit); // 1,000 samples of 16 bits fit well
            at += fit;
            advance(fit);
        }
    }

    void addSilence(int count) {
        int left = count;
        while (left > 0) {
            int fit = Math.min(left, frameSamples - filled);
            left -= fit;
            advance(fit);
        }
    }

    /** 0 to 1; 0 when there is nothing. */
    double share() {
        return frames == 0 ? 0 : (double) talking / frames;
    }

    private void advance(int count) {
        filled += count;
        if (filled == frameSamples) {
            bridge = sum > NOISE * frameSamples ? BRIDGED_FRAMES + 1 : Math.max(0, bridge - 1);
            talking += bridge > 0 ? 1 : 0;
            frames++;
            sum = 0;
            filled = 0;
        }
    }

    private static int magnitude(short[] samples, int from, int count) {
        int sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += Math.abs(samples[i]);
        }
        return sum;
    }
}
