package io.tapedeck.protocol.codec;

/**
 * How much of each of the eight key frequencies (ITU-T Q.23) there is in the last two steps of sound, by Goertzel's recurrence. A
 * window is two steps, and each step is computed once: what was found in the first is turned on by one step and added. Allocates
 * nothing. Not thread-safe.
 */
final class ToneBank {

    /** Samples at 8 kHz: 6.4 ms. */
    static final int STEP = 51;

    static final int WINDOW = 2 * STEP;
    static final int ROWS = 4;

    private static final int TONES = 8;
    private static final double HERTZ = 8_000;
    private static final double[] FREQUENCIES = {697, 770, 852, 941, 1_209, 1_336, 1_477, 1_633};
    private static final double[] COSINE = new double[TONES];
    private static final double[] SINE = new double[TONES];
    private static final double[] TURN_COSINE = new double[TONES];
    private static final double[] TURN_SINE = new double[TONES];

    static {
        for (int i = 0; i < TONES; i++) {
            double angle = 2 * Math.PI * FREQUENCIES[i] / HERTZ;
            COSINE[i] = Math.cos(angle);
            SINE[i] = Math.sin(angle);
            TURN_COSINE[i] = Math.cos(angle * STEP);
            TURN_SINE[i] = Math.sin(angle * STEP);
        }
    }

    private final double[] samples = new double[STEP];
    private final double[] real = new double[TONES];
    private final double[] imaginary = new double[TONES];
    private final double[] energies = new double[TONES];
    private double stepEnergy;
    private double windowEnergy;
    private int filled;

    /** @return whether a step is complete, and with it a window */
    boolean take(int sample) {
        samples[filled++] = sample;
        if (filled < STEP) {
            return false;
        }
        filled = 0;
        four(0);
        four(ROWS);
        double energy = 0;
        for (double one : samples) {
            energy += one * one;
        }
        windowEnergy = stepEnergy + energy;
        stepEnergy = energy;
        return true;
    }

    /** Four at a time: one alone would wait for its own last result with every sample. */
    private void four(int i) {
        double turn0 = 2 * COSINE[i];
        double turn1 = 2 * COSINE[i + 1];
        double turn2 = 2 * COSINE[i + 2];
        double turn3 = 2 * COSINE[i + 3];
        double last0 = 0;
        double last1 = 0;
        double last2 = 0;
        double last3 = 0;
        double before0 = 0;
        double before1 = 0;
        double before2 = 0;
        double before3 = 0;
        for (double sample : samples) {
            double next0 = sample - before0 + turn0 * last0;
            double next1 = sample - before1 + turn1 * last1;
            double next2 = sample - before2 + turn2 * last2;
            double next3 = sample - before3 + turn3 * last3;
            before0 = last0;
            before1 = last1;
            before2 = last2;
            before3 = last3;
            last0 = next0;
            last1 = next1;
            last2 = next2;
            last3 = next3;
        }
        join(i, last0, before0);
        join(i + 1, last1, before1);
        join(i + 2, last2, before2);
        join(i + 3, last3, before3);
    }

    /** The step with the one before it. */
    private void join(int i, double last, double before) {
        double re = last - before * COSINE[i];
        double im = before * SINE[i];
        double allRe = re + real[i] * TURN_COSINE[i] - imaginary[i] * TURN_SINE[i];
        double allIm = im + real[i] * TURN_SINE[i] + imaginary[i] * TURN_COSINE[i];
        energies[i] = (allRe * allRe + allIm * allIm) * 2 / WINDOW;
        real[i] = re;
        imaginary[i] = im;
    }

    /** Forgets what was heard. */
    void reset() {
        filled = 0;
        stepEnergy = 0;
        for (int i = 0; i < TONES; i++) {
            real[i] = 0;
            imaginary[i] = 0;
        }
    }

    /** @return which of the four lower, or of the four upper frequencies is loudest */
    int loudest(int first) {
        int best = first;
        for (int i = first + 1; i < first + ROWS; i++) {
            best = energies[i] > energies[best] ? i : best;
        }
        return best;
    }

    /** @return the loudest of its group but one */
    double second(int first, int loudest) {
        double second = 0;
        for (int i = first; i < first + ROWS; i++) {
            second = i == loudest ? second : Math.max(second, energies[i]);
        }
        return second;
    }

    /** Of this frequency in the window, in the unit of {@link #energy()}: for a pure tone both are the same. */
    double energy(int tone) {
        return energies[tone];
    }

    /** Of all the sound in the window: squares of samples. */
    double energy() {
        return windowEnergy;
    }
}
