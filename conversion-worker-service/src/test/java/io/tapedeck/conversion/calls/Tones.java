package io.tapedeck.conversion.calls;

import io.tapedeck.protocol.codec.G711;

/** Sounds for test calls, 8 kHz. */
public final class Tones {

    private Tones() {}

    public static short[] sine(double hertz, double amplitude, int samples) {
        var tone = new short[samples];
        for (int i = 0; i < samples; i++) {
            tone[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hertz * i / 8_000));
        }
        return tone;
    }

    public static short[] constant(int value, int samples) {
        var level = new short[samples];
        java.util.Arrays.fill(level, (short) value);
        return level;
    }

    public static byte[] encode(int payloadType, short[] samples, int from, int count) {
        var payload = new byte[count];
        for (int i = 0; i < count; i++) {
            payload[i] = payloadType == 8 ? G711.encodeALaw(samples[from + i]) : G711.encodeMuLaw(samples[from + i]);
        }
        return payload;
    }
}
