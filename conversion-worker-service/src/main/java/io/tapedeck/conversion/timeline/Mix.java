package io.tapedeck.conversion.timeline;

/**
 * Two parties in one channel. Speech keeps its level; where both are loud at once the sum bends smoothly below full scale
 * instead of being cut off.
 */
public final class Mix {

    /** Three quarters of full scale, about -2.5 dB: sums below stay as they are. */
    private static final int KNEE = 24_576;

    private static final int ROOM = Short.MAX_VALUE - KNEE;

    private Mix() {}

    /** Adds {@code other} to {@code samples}, in place. */
    public static void add(short[] samples, short[] other, int count) {
        for (int i = 0; i < count; i++) {
            int sum = samples[i] + other[i];
            samples[i] = (short) (sum > KNEE ? bend(sum) : sum < -KNEE ? -bend(-sum) : sum);
        }
    }

    /**
     * Adds {@code other} to {@code samples} into another place.
     *
     * @param from where in both the first sample is
     */
    public static void add(short[] samples, short[] other, int from, int count, short[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = soft(samples[from + i] + other[from + i]);
        }
    }

    /** The same with three. */
    public static void add(short[] samples, short[] other, short[] third, int from, int count, short[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = soft(samples[from + i] + other[from + i] + third[from + i]);
        }
    }

    /** Full scale and more, bent. */
    static short soft(int sum) {
        return (short) (sum > KNEE ? bend(sum) : sum < -KNEE ? -bend(-sum) : sum);
    }

    private static int bend(int sum) {
        int above = sum - KNEE;
        return KNEE + (int) ((long) ROOM * above / (above + ROOM));
    }
}
