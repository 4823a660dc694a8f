package io.tapedeck.testkit.audio;

/** Where a known sound stands in a recording, and how alike both are: normalised cross-correlation. */
public final class Correlation {

    private Correlation() {}

    /**
     * @param lagSamples where in the recording the reference begins; negative when its beginning is missing
     * @param coefficient 1: the same wave form, only louder or softer; 0: nothing in common; −1: turned over
     */
    public record Match(int lagSamples, double coefficient) {}

    /** The best of all lags at which at least half of the shorter sound overlaps. Both must have the same rate. */
    public static Match best(short[] recorded, short[] reference) {
        if (recorded.length == 0 || reference.length == 0) {
            return new Match(0, 0);
        }
        int size = Integer.highestOneBit(recorded.length + reference.length) << 1;
        double[] products = products(recorded, reference, size);
        double[] recordedEnergy = energies(recorded);
        double[] referenceEnergy = energies(reference);
        int least = Math.min(recorded.length, reference.length) / 2 + 1;
        var best = new Match(0, 0);
        for (int lag = least - reference.length; lag <= recorded.length - least; lag++) {
            int from = Math.max(lag, 0);
            int to = Math.min(recorded.length, lag + reference.length);
            double energy = (recordedEnergy[to] - recordedEnergy[from])
                    * (referenceEnergy[to - lag] - referenceEnergy[from - lag]);
            double coefficient = energy <= 0 ? 0 : products[Math.floorMod(lag, size)] / Math.sqrt(energy);
            if (coefficient > best.coefficient()) {
                best = new Match(lag, coefficient);
            }
        }
        return best;
    }

    /** Sums of the products of both at every lag (modulo size): a multiplication of their spectra. */
    private static double[] products(short[] recorded, short[] reference, int size) {
        double[] real = padded(recorded, size);
        double[] imaginary = new double[size];
        double[] referenceReal = padded(reference, size);
        double[] referenceImaginary = new double[size];
        fourier(real, imaginary, false);
        fourier(referenceReal, referenceImaginary, false);
        for (int i = 0; i < size; i++) {
            double re = real[i] * referenceReal[i] + imaginary[i] * referenceImaginary[i];
            imaginary[i] = imaginary[i] * referenceReal[i] - real[i] * referenceImaginary[i];
            real[i] = re;
        }
        fourier(real, imaginary, true);
        for (int i = 0; i < size; i++) {
            real[i] /= size;
        }
        return real;
    }

    private static double[] padded(short[] samples, int size) {
        double[] padded = new double[size];
        for (int i = 0; i < samples.length; i++) {
            padded[i] = samples[i];
        }
        return padded;
    }

    /** Element i is the energy of the samples before i. */
    private static double[] energies(short[] samples) {
        double[] sums = new double[samples.length + 1];
        for (int i = 0; i < samples.length; i++) {
            sums[i + 1] = sums[i] + (double) samples[i] * samples[i];
        }
        return sums;
    }

    /** Cooley and Tukey, radix 2, in place; the inverse is not scaled. */
    private static void fourier(double[] real, double[] imaginary, boolean inverse) {
        reorder(real, imaginary);
        int size = real.length;
        for (int length = 2; length <= size; length <<= 1) {
            double angle = (inverse ? 2 : -2) * Math.PI / length;
            for (int k = 0; k < length / 2; k++) {
                double cos = Math.cos(angle * k);
                double sin = Math.sin(angle * k);
                for (int even = k; even < size; even += length) {
                    int odd = even + length / 2;
                    double re = real[odd] * cos - imaginary[odd] * sin;
                    double im = real[odd] * sin + imaginary[odd] * cos;
                    real[odd] = real[even] - re;
                    imaginary[odd] = imaginary[even] - im;
                    real[even] += re;
                    imaginary[even] += im;
                }
            }
        }
    }

    private static void reorder(double[] real, double[] imaginary) {
        int shift = Integer.numberOfLeadingZeros(real.length) + 1;
        for (int i = 0; i < real.length; i++) {
            int j = Integer.reverse(i) >>> shift;
            if (j > i) {
                swap(real, i, j);
                swap(imaginary, i, j);
            }
        }
    }

    private static void swap(double[] values, int i, int j) {
        double value = values[i];
        values[i] = values[j];
        values[j] = value;
    }
}
