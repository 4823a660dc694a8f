package io.tapedeck.testkit.audio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Finds a tone of known frequency in PCM, by Goertzel's algorithm: one bin of a Fourier transform. */
public final class ToneDetector {

    private static final int WINDOW_MILLIS = 20;

    private ToneDetector() {}

    /** Amplitude of that frequency as a part of full scale: a pure tone of a quarter of full scale gives 0.25. */
    public static double level(short[] pcm, int rate, double hertz) {
        return level(pcm, 0, pcm.length, rate, hertz);
    }

    /** Like {@link #level(short[], int, double)}, of a part of the samples. */
    public static double level(short[] pcm, int from, int length, int rate, double hertz) {
        if (length <= 0) {
            return 0;
        }
        double omega = 2 * Math.PI * hertz / rate;
        double factor = 2 * Math.cos(omega);
        double previous = 0;
        double beforePrevious = 0;
        for (int i = from; i < from + length; i++) {
            double current = pcm[i] + factor * previous - beforePrevious;
            beforePrevious = previous;
            previous = current;
        }
        double power = previous * previous + beforePrevious * beforePrevious - factor * previous * beforePrevious;
        return 2 * Math.sqrt(Math.max(power, 0)) / length / Short.MAX_VALUE;
    }

    /** Part of the whole energy that lies in that frequency, 0 to 1: near 1 means this tone and nothing else. */
    public static double purity(short[] pcm, int rate, double hertz) {
        double energy = 0;
        for (short sample : pcm) {
            energy += (double) sample * sample;
        }
        if (energy == 0) {
            return 0;
        }
        double amplitude = level(pcm, rate, hertz) * Short.MAX_VALUE;
        return amplitude * amplitude / 2 * pcm.length / energy;
    }

    /**
     * Where the tone is heard, to 20 ms.
     *
     * @param threshold the least {@link #level} that counts as the tone
     */
    public static List<Span> spans(short[] pcm, int rate, double hertz, double threshold) {
        int window = rate * WINDOW_MILLIS / 1_000;
        var spans = new ArrayList<Span>();
        int begin = -1;
        for (int at = 0; at + window <= pcm.length; at += window) {
            boolean on = level(pcm, at, window, rate, hertz) >= threshold;
            if (on && begin < 0) {
                begin = at;
            } else if (!on && begin >= 0) {
                spans.add(Span.of(begin, at, rate));
                begin = -1;
            }
        }
        if (begin >= 0) {
            spans.add(Span.of(begin, pcm.length, rate));
        }
        return spans;
    }

    /** A stretch of a recording, from its start. */
    public record Span(Duration from, Duration to) {

        static Span of(int fromSample, int toSample, int rate) {
            return new Span(
                    Duration.ofNanos(fromSample * 1_000_000_000L / rate),
                    Duration.ofNanos(toSample * 1_000_000_000L / rate));
        }

        public Duration length() {
            return to.minus(from);
        }
    }
}
