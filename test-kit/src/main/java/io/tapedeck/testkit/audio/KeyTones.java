package io.tapedeck.testkit.audio;

/** Keys of a telephone as they sound (ITU-T Q.23): two tones at once, 100 ms each, and as long a pause after it. */
public final class KeyTones {

    private static final String KEYS = "123A456B789C*0#D";
    private static final double[] ROWS = {697, 770, 852, 941};
    private static final double[] COLUMNS = {1_209, 1_336, 1_477, 1_633};
    private static final double AMPLITUDE = 0.2;
    private static final int KEY_SAMPLES = AudioSource.SAMPLE_RATE / 10;
    private static final int PERIOD = 2 * KEY_SAMPLES;

    private KeyTones() {}

    /**
     * Silence but for these keys.
     *
     * @param position of the first one, counted in samples from the start of the sound
     */
    public static AudioSource at(long position, String keys) {
        return (from, buffer) -> {
            for (int i = 0; i < buffer.length; i++) {
                buffer[i] = sample(from + i - position, keys);
            }
        };
    }

    private static short sample(long at, String keys) {
        if (at < 0 || at / PERIOD >= keys.length() || at % PERIOD >= KEY_SAMPLES) {
            return 0;
        }
        int key = KEYS.indexOf(keys.charAt((int) (at / PERIOD)));
        double sum = sine(ROWS[key / 4], at) + sine(COLUMNS[key % 4], at);
        return (short) Math.round(AMPLITUDE * Short.MAX_VALUE * sum);
    }

    private static double sine(double hertz, long at) {
        return Math.sin(2 * Math.PI * hertz * at / AudioSource.SAMPLE_RATE);
    }
}
