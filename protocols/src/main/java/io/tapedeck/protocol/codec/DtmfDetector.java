package io.tapedeck.protocol.codec;

/**
 * Hears pressed keys as tones in speech (ITU-T Q.23, and Q.24 for what a receiver has to take and to leave): a key of 40 ms or more,
 * each tone between 0 and −36 dBm0, the upper one up to 4 dB louder and up to 8 dB softer than the lower, either up to 1.5 % beside
 * its frequency. Speech seldom makes two pure tones for so long. Takes samples at 8 kHz. Allocates nothing. Not thread-safe.
 */
public final class DtmfDetector {

    /** {@link #take}: the last 13 ms may be of a key. */
    public static final int SUSPECTED = 1;

    /** {@link #take}: a key was let go, see {@link #event()}. */
    public static final int ENDED = 2;

    private static final int NONE = -1;
    /** By row, then by column; each is the event of RFC 4733 for the key. */
    private static final int[] EVENTS = {1, 2, 3, 12, 4, 5, 6, 13, 7, 8, 9, 14, 10, 0, 11, 15};

    /** Of a full window at 0 dBm0: a sine of 3.14 dBm0 is as large as G.711 goes. */
    private static final double ZERO_DBM0 = 2.48e8 * ToneBank.WINDOW;

    /** 3 dB below what is promised: beside its frequency a tone counts for less. */
    private static final double SOFTEST = ZERO_DBM0 * Math.pow(10, -3.9);

    private static final double SOFTEST_SUSPECT = SOFTEST / 4;
    /** Column over row, with 2 to 3 dB for tones that are not quite where they should be. */
    private static final double LARGEST_TWIST = Math.pow(10, 0.6);

    private static final double SMALLEST_TWIST = Math.pow(10, -1.1);
    private static final double OVER_NEIGHBOUR = Math.pow(10, 0.4);
    private static final double SUSPECT_OVER_NEIGHBOUR = Math.pow(10, 0.2);
    /** Part of all the sound that is in the two tones. */
    private static final double PURITY = 0.70;

    private static final double SUSPECT_PURITY = 0.45;

    /** Windows in a row, half of each in the next: 32 ms. */
    private static final int PROOF = 4;
    /** Windows without it; a gap of 10 ms is none. */
    private static final int RELEASE = 3;

    private static final int LOUDEST_VOLUME = 0;
    private static final int SOFTEST_VOLUME = 63;

    private final ToneBank bank = new ToneBank();
    private int candidate = NONE;
    private int hits;
    private int pressed = NONE;
    private int misses;
    private int steps;
    private double energies;

    private int endedEvent;
    private int endedSamples;
    private int endedVolume;

    /**
     * The next sample, of 16 bits.
     *
     * @return {@link #SUSPECTED} and {@link #ENDED} as bits; 0 for neither
     */
    public int take(int sample) {
        return bank.take(sample) ? judge() : 0;
    }

    /** So many samples are missing here: that proves nothing, and a key that is down stays so for now. */
    public void gap(int samples) {
        bank.reset();
        if (pressed == NONE) {
            prove(NONE, 0);
        } else {
            steps += samples / ToneBank.STEP;
        }
    }

    /** The sound is over, or begins anew. @return {@link #ENDED} when a key was down, else 0 */
    public int reset() {
        bank.reset();
        if (pressed != NONE) {
            return release();
        }
        prove(NONE, 0);
        return 0;
    }

    /** The key that ended: 0 to 15 as RFC 4733 numbers them. */
    public int event() {
        return endedEvent;
    }

    /** How long that was, at 8 kHz; to 6 ms. */
    public int samples() {
        return endedSamples;
    }

    /** How loud, in -dBm0, 0 to 63, both tones together. */
    public int volume() {
        return endedVolume;
    }

    private int judge() {
        int row = bank.loudest(0);
        int column = bank.loudest(ToneBank.ROWS);
        double low = bank.energy(row);
        double high = bank.energy(column);
        boolean suspected = isSuspect(row, column, low, high);
        int heard = suspected ? EVENTS[row * ToneBank.ROWS + column - ToneBank.ROWS] : NONE;
        if (pressed != NONE) {
            return goOn(heard, low + high) | (suspected ? SUSPECTED : 0);
        }
        prove(suspected && isKey(row, column, low, high) ? heard : NONE, low + high);
        return suspected ? SUSPECTED : 0;
    }

    private boolean isSuspect(int row, int column, double low, double high) {
        return low >= SOFTEST_SUSPECT
                && high >= SOFTEST_SUSPECT
                && low + high >= SUSPECT_PURITY * bank.energy()
                && high <= 2 * LARGEST_TWIST * low
                && 2 * high >= SMALLEST_TWIST * low
                && low >= SUSPECT_OVER_NEIGHBOUR * bank.second(0, row)
                && high >= SUSPECT_OVER_NEIGHBOUR * bank.second(ToneBank.ROWS, column);
    }

    private boolean isKey(int row, int column, double low, double high) {
        return low >= SOFTEST
                && high >= SOFTEST
                && low + high >= PURITY * bank.energy()
                && high <= LARGEST_TWIST * low
                && high >= SMALLEST_TWIST * low
                && low >= OVER_NEIGHBOUR * bank.second(0, row)
                && high >= OVER_NEIGHBOUR * bank.second(ToneBank.ROWS, column);
    }

    private void prove(int heard, double energy) {
        if (heard != candidate) {
            candidate = heard;
            hits = 0;
            energies = 0;
        }
        if (heard == NONE) {
            return;
        }
        hits++;
        energies += energy;
        if (hits == PROOF) {
            pressed = heard;
            misses = 0;
            steps = PROOF + 1;
        }
    }

    private int goOn(int heard, double energy) {
        if (heard == pressed) {
            steps += misses + 1;
            misses = 0;
            hits++;
            energies += energy;
            return 0;
        }
        return ++misses < RELEASE ? 0 : release();
    }

    private int release() {
        endedEvent = pressed;
        endedSamples = steps * ToneBank.STEP;
        double level = -10 * Math.log10(energies / hits / ZERO_DBM0);
        endedVolume = Math.clamp(Math.round(level), LOUDEST_VOLUME, SOFTEST_VOLUME);
        pressed = NONE;
        prove(NONE, 0);
        return ENDED;
    }
}
