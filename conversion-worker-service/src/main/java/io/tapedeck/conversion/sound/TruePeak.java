package io.tapedeck.conversion.sound;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The highest level that a converter back to analogue would meet, between the samples too (ITU-R BS.1770-4, annex 2): four times
 * as many samples, made where they could be higher than all before. One channel, one thread.
 */
final class TruePeak {

    private static final int OVERSAMPLING = 4;
    private static final int TAPS = 24;

    /** Looked at together. */
    private static final int STRETCH = 128;

    private static final float[][] PHASES = phases();

    /** No sample between others is higher than that many times the highest of them. */
    private static final float MOST_GAIN = mostGain();

    private final short[] window = new short[TAPS - 1 + STRETCH];
    private final float[] between = new float[STRETCH];
    private int filled = TAPS - 1;
    private int highestBefore;
    private int highestHere;
    private float highest;

    void add(short[] samples, int count) {
        int from = 0;
        while (from < count) {
            int fit = Math.min(count - from, window.length - filled);
            System.arraycopy(samples, from, window, filled, fit);
            highestHere = Math.max(highestHere, highest(samples, from, fit));
            from += fit;
            filled += fit;
            if (filled == window.length) {
                look();
            }
        }
    }

    /** In dBTP, 0 being full scale; null when all is silence. */
    @Nullable
    Double decibels() {
        add(new short[STRETCH + TAPS], STRETCH + TAPS); // what is in the window is looked at, too
        return highest == 0 ? null : 20 * Math.log10(highest / 32_768.0);
    }

    private void look() {
        highest = Math.max(highest, highestHere);
        if (Math.max(highestBefore, highestHere) * MOST_GAIN > highest) {
            interpolate();
        }
        highestBefore = highestHere;
        highestHere = 0;
        System.arraycopy(window, STRETCH, window, 0, TAPS - 1);
        filled = TAPS - 1;
    }

    private void interpolate() {
        for (float[] phase : PHASES) {
            Arrays.fill(between, 0);
            for (int tap = 0; tap < TAPS; tap++) { // this way round it is computed eight at a time
                float weight = phase[tap];
                for (int i = 0; i < STRETCH; i++) {
                    between[i] += weight * window[i + tap];
                }
            }
            for (int i = 0; i < STRETCH; i++) {
                highest = Math.max(highest, Math.abs(between[i]));
            }
        }
    }

    private static int highest(short[] samples, int from, int count) {
        int most = 0;
        for (int i = from; i < from + count; i++) {
            most = Math.max(most, Math.abs(samples[i]));
        }
        return most;
    }

    /** Windowed sinc for a quarter, a half and three quarters behind a sample; that on the sample is the sample. */
    private static float[][] phases() {
        var phases = new float[OVERSAMPLING - 1][TAPS];
        for (int phase = 1; phase < OVERSAMPLING; phase++) {
            double sum = 0;
            for (int tap = 0; tap < TAPS; tap++) {
                double x = tap - (TAPS / 2 - 1) - (double) phase / OVERSAMPLING;
                double value = Math.sin(Math.PI * x) / (Math.PI * x) * window(x / (TAPS / 2.0));
                phases[phase - 1][tap] = (float) value;
                sum += value;
            }
            for (int tap = 0; tap < TAPS; tap++) {
                phases[phase - 1][tap] /= (float) sum;
            }
        }
        return phases;
    }

    /** Hann's, from -1 to 1. */
    private static double window(double x) {
        double cosine = Math.cos(Math.PI * x / 2);
        return cosine * cosine;
    }

    private static float mostGain() {
        float most = 1;
        for (float[] phase : PHASES) {
            float sum = 0;
            for (float weight : phase) {
                sum += Math.abs(weight);
            }
            most = Math.max(most, sum);
        }
        return most;
    }
}
