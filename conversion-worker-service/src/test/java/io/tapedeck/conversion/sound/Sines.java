package io.tapedeck.conversion.sound;

/** Test signals. */
final class Sines {

    private Sines() {}

    /**
     * @param decibels of full scale, of the tone's highest point
     * @param phase in parts of a circle
     */
    static short[] tone(double hertz, double decibels, double phase, int rate, int samples) {
        double amplitude = 32_768 * Math.pow(10, decibels / 20);
        var tone = new short[samples];
        for (int i = 0; i < samples; i++) {
            tone[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * (hertz * i / rate + phase)));
        }
        return tone;
    }
}
