package io.tapedeck.protocol.codec;

import java.util.Random;

/** Pressed keys as telephones sound them (ITU-T Q.23), at 8 kHz and as G.711 carries them. */
final class KeyTones {

    static final String KEYS = "123A456B789C*0#D";
    private static final String EVENTS = "0123456789*#ABCD";
    private static final double[] ROWS = {697, 770, 852, 941};
    private static final double[] COLUMNS = {1_209, 1_336, 1_477, 1_633};
    private static final double ZERO_DBM0_PEAK = 22_300;

    private final Random random = new Random(7);
    private double rowDbm0 = -8;
    private double columnDbm0 = -8;
    private double detuning;

    KeyTones levels(double row, double column) {
        rowDbm0 = row;
        columnDbm0 = column;
        return this;
    }

    /** @param percent beside the right frequency */
    KeyTones detuned(double percent) {
        detuning = percent / 100;
        return this;
    }

    short[] key(char key, int millis) {
        int number = KEYS.indexOf(key);
        double row = 2 * Math.PI * ROWS[number / 4] * (1 + detuning) / 8_000;
        double column = 2 * Math.PI * COLUMNS[number % 4] * (1 + detuning) / 8_000;
        double phase = random.nextDouble(2 * Math.PI);
        short[] sound = new short[8 * millis];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (short)
                    Math.round(peak(rowDbm0) * Math.sin(row * i + phase) + peak(columnDbm0) * Math.sin(column * i));
        }
        return sound;
    }

    /** Noise of a quiet line. */
    short[] pause(int millis) {
        return noise(8 * millis + random.nextInt(160), 4);
    }

    short[] noise(int samples, double deviation) {
        short[] sound = new short[samples];
        for (int i = 0; i < samples; i++) {
            sound[i] = (short) Math.round(random.nextGaussian() * deviation);
        }
        return sound;
    }

    private static double peak(double dbm0) {
        return ZERO_DBM0_PEAK * Math.pow(10, dbm0 / 20);
    }

    /** The keys that a detector hears in these sounds, one after the other. */
    static String heard(DtmfDetector detector, short[]... sounds) {
        var heard = new StringBuilder();
        for (short[] sound : sounds) {
            for (short sample : sound) {
                int result = detector.take(G711.decodeALaw(G711.encodeALaw(sample)));
                if ((result & DtmfDetector.ENDED) != 0) {
                    heard.append(EVENTS.charAt(detector.event()));
                }
            }
        }
        return heard.toString();
    }
}
