package io.tapedeck.conversion.sound;

import org.jspecify.annotations.Nullable;

/**
 * Integrated loudness (EBU R 128, ITU-R BS.1770-4): the mean over all blocks of 400 ms, one every 100 ms, that are louder than
 * -70 LUFS and no more than 10 LU below the mean of those. The blocks are kept in a histogram, so that a day needs no more memory
 * than a second. One thread.
 */
final class Loudness {

    private static final double OFFSET = -0.691;
    private static final int ABSOLUTE_GATE = -70;
    private static final double RELATIVE_GATE = -10;
    private static final int LOUDEST = 10;
    private static final int BINS_PER_UNIT = 50;
    private static final int STEPS_PER_SECOND = 10;
    private static final int STEPS_PER_BLOCK = 4;

    private final KWeighting[] filters;
    private final int stepSamples;
    private final double[] steps = new double[STEPS_PER_BLOCK];
    private final long[] blocks = new long[(LOUDEST - ABSOLUTE_GATE) * BINS_PER_UNIT];
    private final double[] energies = new double[blocks.length];
    private double energy;
    private int filled;
    private long done;

    Loudness(int channels, int rate) {
        filters = new KWeighting[channels];
        for (int channel = 0; channel < channels; channel++) {
            filters[channel] = new KWeighting(rate);
        }
        stepSamples = rate / STEPS_PER_SECOND;
    }

    /** @param right ignored when there is only one channel */
    void add(short[] left, short[] right, int count) {
        int from = 0;
        while (from < count) {
            int fit = Math.min(count - from, stepSamples - filled);
            energy += filters.length == 1
                    ? filters[0].energy(left, from, fit)
                    : filters[0].energy(filters[1], left, right, from, fit);
            from += fit;
            filled += fit;
            if (filled == stepSamples) {
                endStep();
            }
        }
    }

    private void endStep() {
        steps[(int) (done % STEPS_PER_BLOCK)] = energy;
        done++;
        energy = 0;
        filled = 0;
        if (done >= STEPS_PER_BLOCK) {
            count((steps[0] + steps[1] + steps[2] + steps[3]) / (STEPS_PER_BLOCK * stepSamples));
        }
    }

    private void count(double mean) {
        double loudness = loudness(mean);
        if (loudness > ABSOLUTE_GATE) {
            int bin = Math.min(bin(loudness), blocks.length - 1);
            blocks[bin]++;
            energies[bin] += mean;
        }
    }

    /** In LUFS; null when nothing was loud enough. */
    @Nullable
    Double integrated() {
        Double ungated = meanFrom(0);
        return ungated == null ? null : meanFrom(Math.max(0, bin(ungated + RELATIVE_GATE)));
    }

    private @Nullable Double meanFrom(int firstBin) {
        long count = 0;
        double sum = 0;
        for (int bin = firstBin; bin < blocks.length; bin++) {
            count += blocks[bin];
            sum += energies[bin];
        }
        return count == 0 ? null : loudness(sum / count);
    }

    private static int bin(double loudness) {
        return (int) ((loudness - ABSOLUTE_GATE) * BINS_PER_UNIT);
    }

    private static double loudness(double energy) {
        return OFFSET + 10 * Math.log10(energy);
    }
}
