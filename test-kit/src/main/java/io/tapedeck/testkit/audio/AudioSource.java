package io.tapedeck.testkit.audio;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Sound at 8 kHz, 16 bit, mono, that is addressed by position. It keeps no state, so one source may play into any
 * number of calls at once, each at its own position.
 */
@FunctionalInterface
public interface AudioSource {

    int SAMPLE_RATE = 8_000;

    /** Fills the whole buffer with the samples from {@code position} on, counted from the start of the sound. */
    void read(long position, short[] buffer);

    static AudioSource silence() {
        return (position, buffer) -> Arrays.fill(buffer, (short) 0);
    }

    /** An endless sine at a quarter of full scale, as loud as speech. */
    static AudioSource tone(double hertz) {
        return tone(hertz, 0.25);
    }

    /** @param amplitude 0 to 1 of full scale */
    static AudioSource tone(double hertz, double amplitude) {
        double step = 2 * Math.PI * hertz / SAMPLE_RATE;
        double peak = amplitude * Short.MAX_VALUE;
        return (position, buffer) -> {
            for (int i = 0; i < buffer.length; i++) {
                buffer[i] = (short) Math.round(peak * Math.sin(step * (position + i)));
            }
        };
    }

    /** A tone that is on and off in turns: its edges are marks on the time line of a recording. */
    static AudioSource beeps(double hertz, int onMillis, int offMillis) {
        AudioSource tone = tone(hertz);
        long on = onMillis * (long) SAMPLE_RATE / 1_000;
        long period = on + offMillis * (long) SAMPLE_RATE / 1_000;
        return (position, buffer) -> {
            tone.read(position, buffer);
            for (int i = 0; i < buffer.length; i++) {
                if ((position + i) % period >= on) {
                    buffer[i] = 0;
                }
            }
        };
    }

    /** Ten seconds of noise, repeated: unlike a tone it matches a recording at one lag only (see {@link Correlation}). */
    static AudioSource noise(long seed) {
        var random = new SplittableRandom(seed);
        var samples = new short[10 * SAMPLE_RATE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) random.nextInt(-8_000, 8_001);
        }
        return (position, buffer) -> {
            for (int i = 0; i < buffer.length; i++) {
                buffer[i] = samples[(int) ((position + i) % samples.length)];
            }
        };
    }

    /** These samples once, silence afterwards. */
    static AudioSource samples(short[] samples) {
        short[] copy = samples.clone();
        return (position, buffer) -> {
            for (int i = 0; i < buffer.length; i++) {
                buffer[i] = position + i < copy.length ? copy[(int) (position + i)] : 0;
            }
        };
    }

    /** The first channel of a WAV file of 8 kHz once, silence afterwards. */
    static AudioSource wav(Path file) {
        WavFile wav = WavFile.read(file);
        if (wav.sampleRate() != SAMPLE_RATE) {
            throw new IllegalArgumentException(file + " has " + wav.sampleRate() + " Hz, a call needs 8000 Hz");
        }
        return samples(wav.channel(0));
    }

    /** The samples of the first {@code milliseconds}, to compare a recording with. */
    default short[] first(int milliseconds) {
        var samples = new short[milliseconds * (SAMPLE_RATE / 1_000)];
        read(0, samples);
        return samples;
    }
}
