package io.tapedeck.protocol.codec;

import java.util.Arrays;

/**
 * The lower half of ITU-T G.722 at 64 kbit/s: each octet is one sample at 8 kHz of what lies below 4 kHz, which is all that telephone
 * tones and most of speech need. The upper half, in the two highest bits, is left out. Names and section numbers are the
 * recommendation's. Decoding allocates nothing. Not thread-safe: every octet depends on those before.
 *
 * <pre>
 * bit  7 6   5 4 3 2 1 0
 *     | IH |     IL     |
 * </pre>
 */
public final class G722LowBand {

    /** Of {@code qq6} (table 15): what a code of six bits stands for, with its sign; 32,768 is one step. */
    private static final short[] SIX_BITS = {
        -136, -136, -136, -136, -24_808, -21_904, -19_008, -16_704, -14_984, -13_512, -12_280, -11_192, -10_232, -9_360,
        -8_576, -7_856, -7_192, -6_576, -6_000, -5_456, -4_944, -4_464, -4_008, -3_576, -3_168, -2_776, -2_400, -2_032,
        -1_688, -1_360, -1_040, -728, 24_808, 21_904, 19_008, 16_704, 14_984, 13_512, 12_280, 11_192, 10_232, 9_360,
        8_576, 7_856, 7_192, 6_576, 6_000, 5_456, 4_944, 4_464, 4_008, 3_576, 3_168, 2_776, 2_400, 2_032, 1_688, 1_360,
        1_040, 728, 432, 136, -432, -136
    };

    /** The same of four bits: the decoder adapts by these alone, so that it stays in step at every rate. */
    private static final short[] FOUR_BITS = {
        0, -20_456, -12_896, -8_968, -6_288, -4_240, -2_584, -1_200, 20_456, 12_896, 8_968, 6_288, 4_240, 2_584, 1_200,
        0
    };

    /** {@code W(IL)} (table 16): how the scale's logarithm grows, by four bits. */
    private static final short[] GROWTH = {
        -60, 3_042, 1_198, 538, 334, 172, 58, -30, 3_042, 1_198, 538, 334, 172, 58, -30, -60
    };

    private static final int LARGEST_LOGARITHM = 18_432;
    private static final int SMALLEST_SCALE = 32;
    private static final int[] POWERS = powersOfTwo();

    private static final int LARGEST_SAMPLE = 16_383;
    private static final int ZEROS = 6;

    private final int[] differences = new int[ZEROS + 1];
    private final int[] zeros = new int[ZEROS + 1];
    private int scale = SMALLEST_SCALE;
    private int logarithm;
    private int sampleBefore;
    private int sampleBeforeThat;
    private int pole1;
    private int pole2;
    private int partBefore;
    private int partBeforeThat;
    private int zeroPart;
    private int prediction;

    /** 2,048 times 2 to the power of the index in thirty-seconds (table 18, {@code ILB}). */
    private static int[] powersOfTwo() {
        int[] powers = new int[32];
        for (int i = 0; i < powers.length; i++) {
            powers[i] = (int) Math.round(2_048 * Math.pow(2, i / 32.0));
        }
        return powers;
    }

    /** As at the beginning of a stream. */
    public void reset() {
        Arrays.fill(differences, 0);
        Arrays.fill(zeros, 0);
        scale = SMALLEST_SCALE;
        logarithm = 0;
        sampleBefore = 0;
        sampleBeforeThat = 0;
        pole1 = 0;
        pole2 = 0;
        partBefore = 0;
        partBeforeThat = 0;
        zeroPart = 0;
        prediction = 0;
    }

    /** @return the next sample, of 16 bits, at 8 kHz */
    public short decode(byte octet) {
        int code = octet & 0x3F;
        int sample = limited(prediction + (scale * SIX_BITS[code] >> 15), LARGEST_SAMPLE);
        adapt(code >>> 2);
        return (short) (sample << 1);
    }

    private void adapt(int code) {
        int difference = scale * FOUR_BITS[code] >> 15;
        logarithm = Math.min(Math.max((logarithm * 127 >> 7) + GROWTH[code], 0), LARGEST_LOGARITHM);
        scale = scaleOf(logarithm);
        predict(difference);
    }

    /** {@code SCALEL}. */
    private static int scaleOf(int logarithm) {
        int shift = 8 - (logarithm >> 11);
        int power = POWERS[logarithm >> 6 & 31];
        return (shift < 0 ? power << -shift : power >> shift) << 2;
    }

    /** Block 4: two poles and six zeros, drawn after the signs of what came. */
    private void predict(int difference) {
        int part = saturated(zeroPart + difference);
        int sample = saturated(prediction + difference);
        int newPole2 = secondPole(part);
        int newPole1 = firstPole(part, newPole2);
        updateZeros(difference);
        partBeforeThat = partBefore;
        partBefore = part;
        pole2 = newPole2;
        pole1 = newPole1;
        sampleBeforeThat = sampleBefore;
        sampleBefore = sample;
        int poles = saturated(
                (pole1 * saturated(2 * sampleBefore) >> 15) + (pole2 * saturated(2 * sampleBeforeThat) >> 15));
        prediction = saturated(poles + zeroPart);
    }

    /** {@code UPPOL2}. */
    private int secondPole(int part) {
        int first = saturated(pole1 << 2);
        int towards = Math.min(-first * sign(part, partBefore), 32_767) >> 7;
        int away = 128 * sign(part, partBeforeThat);
        return limitedBoth(towards + away + (pole2 * 32_512 >> 15), 12_288);
    }

    /** {@code UPPOL1}. */
    private int firstPole(int part, int second) {
        int drift = 192 * sign(part, partBefore);
        return limitedBoth(saturated(drift + (pole1 * 32_640 >> 15)), saturated(15_360 - second));
    }

    /** {@code UPZERO} and {@code FILTEZ}. */
    private void updateZeros(int difference) {
        int step = difference == 0 ? 0 : 128;
        differences[0] = saturated(difference);
        int sum = 0;
        for (int i = ZEROS; i > 0; i--) {
            int drift = step * sign(difference, differences[i]);
            zeros[i] = saturated(drift + (zeros[i] * 32_640 >> 15));
            differences[i] = differences[i - 1];
            sum += saturated(2 * differences[i]) * zeros[i] >> 15;
        }
        zeroPart = saturated(sum);
    }

    /** @return 1 when both have the same sign, else -1; without a branch, for nobody can foresee it */
    private static int sign(int one, int other) {
        return one >> 31 ^ other >> 31 | 1;
    }

    private static int limitedBoth(int value, int limit) {
        return Math.min(Math.max(value, -limit), limit);
    }

    /** To the range of two's complement. */
    private static int limited(int value, int largest) {
        return Math.min(Math.max(value, -largest - 1), largest);
    }

    private static int saturated(int value) {
        return limited(value, 32_767);
    }
}
