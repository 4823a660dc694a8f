package io.tapedeck.protocol.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tones and pauses in a row, as ITU-T E.180 describes those of telephone networks. Written {@code 425/480,0/480}: hertz, two of them
 * with a plus, then milliseconds; 0 Hz is a pause. Some have names: {@code beep}, {@code ringing}, {@code busy}, {@code congestion}.
 */
public record Cadence(List<Part> parts) {

    /** −13 dB below full scale: as loud as speech. */
    private static final double AMPLITUDE = 0.22 * Short.MAX_VALUE;

    /** Edges without clicks. */
    private static final int RAMP_MILLIS = 4;

    private static final int LONGEST_MILLIS = 60_000;
    private static final int MOST_PARTS = 32;
    private static final Pattern PART = Pattern.compile("(\\d{1,5})(?:\\+(\\d{1,5}))?/(\\d{1,5})");

    public Cadence {
        parts = List.copyOf(parts);
        if (parts.isEmpty() || parts.size() > MOST_PARTS) {
            throw new IllegalArgumentException("a cadence has 1 to " + MOST_PARTS + " parts, not " + parts.size());
        }
    }

    /**
     * @throws IllegalArgumentException when it is neither a name nor a cadence
     */
    public static Cadence parse(String text) {
        return switch (text) {
            case "beep" -> parse("1400/200");
            case "ringing" -> parse("425/1000,0/4000");
            case "busy" -> parse("425/480,0/480");
            case "congestion" -> parse("425/240,0/240");
            default -> {
                List<Part> parts = new ArrayList<>();
                for (String part : text.split(",", MOST_PARTS + 1)) {
                    parts.add(part(part));
                }
                yield new Cadence(parts);
            }
        };
    }

    private static Part part(String text) {
        Matcher matcher = PART.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no tone: " + text);
        }
        String second = matcher.group(2);
        return new Part(
                Integer.parseInt(matcher.group(1)),
                second == null ? 0 : Integer.parseInt(second),
                Integer.parseInt(matcher.group(3)));
    }

    public int millis() {
        return parts.stream().mapToInt(Part::millis).sum();
    }

    /** The sound at that sampling rate. */
    public short[] samples(int rateHertz) {
        var samples = new short[(int) ((long) rateHertz * millis() / 1_000)];
        int at = 0;
        for (Part part : parts) {
            int length = Math.min((int) ((long) rateHertz * part.millis() / 1_000), samples.length - at);
            part.write(samples, at, length, rateHertz);
            at += length;
        }
        return samples;
    }

    /**
     * @param hertz 0 for a pause
     * @param secondHertz sounds together with the first; 0 for none
     */
    public record Part(int hertz, int secondHertz, int millis) {

        public Part {
            if (millis < 1 || millis > LONGEST_MILLIS || hertz > 20_000 || secondHertz > 20_000) {
                throw new IllegalArgumentException("no tone: " + hertz + "+" + secondHertz + "/" + millis);
            }
        }

        void write(short[] samples, int at, int length, int rateHertz) {
            int tones = (hertz > 0 ? 1 : 0) + (secondHertz > 0 ? 1 : 0);
            double ramp = rateHertz * RAMP_MILLIS / 1_000.0;
            for (int i = 0; i < length && tones > 0; i++) {
                double edge = Math.min(1, Math.min(i, length - 1 - i) / ramp);
                double first = hertz == 0 ? 0 : Math.sin(2 * Math.PI * hertz * i / rateHertz);
                double second = secondHertz == 0 ? 0 : Math.sin(2 * Math.PI * secondHertz * i / rateHertz);
                samples[at + i] = (short) Math.round(AMPLITUDE * edge * (first + second));
            }
        }
    }
}
