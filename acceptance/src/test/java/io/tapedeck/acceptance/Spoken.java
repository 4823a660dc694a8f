package io.tapedeck.acceptance;

import io.tapedeck.testkit.audio.Correlation;
import io.tapedeck.testkit.audio.ToneDetector;
import io.tapedeck.testkit.phone.Codec;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.time.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.bytedeco.javacpp.Loader;

/** What the platform says, and where it is found in something that was heard. */
record Spoken(short[] samples) {

    static final int RATE = 8_000;

    /** Of what was coded and decoded once or twice; anything else is far from it. */
    static final double ALIKE = 0.7;

    private static final double BEEP_HERTZ = 1_400;
    private static final int WINDOW = RATE / 50;

    /** A prompt as it is shipped. */
    static Spoken shipped(String language, String phrase) {
        try (InputStream in = Spoken.class.getResourceAsStream("/prompts/" + language + "/" + phrase + ".opus")) {
            return of(Objects.requireNonNull(in, "no such prompt").readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of whatever kind. */
    static Spoken of(byte[] file) {
        return new Spoken(decoded(file));
    }

    /** What a phone has heard in a codec that it does not decode. */
    static short[] heard(Codec codec, List<byte[]> payloads) {
        var file = new ByteArrayOutputStream();
        if (codec == Codec.ILBC) {
            file.writeBytes("#!iLBC20\n".getBytes(StandardCharsets.US_ASCII)); // RFC 3952, 4.2
        }
        payloads.forEach(file::writeBytes);
        return decoded(file.toByteArray(), "-f", codec.name().toLowerCase(Locale.ROOT));
    }

    private static short[] decoded(byte[] file, String... format) {
        try {
            Path input = Files.createTempFile("spoken", ".sound");
            Files.write(input, file);
            var command = new ArrayList<String>();
            command.addAll(List.of(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class), "-nostdin", "-v", "error"));
            command.addAll(List.of(format));
            command.addAll(List.of("-i", input.toString(), "-ac", "1", "-ar", "" + RATE, "-f", "s16le", "-"));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            byte[] bytes = process.getInputStream().readAllBytes();
            Files.delete(input);
            var samples = new short[bytes.length / 2];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer()
                    .get(samples);
            return samples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it stands in what was heard, and how alike both are. */
    Correlation.Match in(short[] heard) {
        return Correlation.best(heard, samples);
    }

    /** What else was heard. */
    short[] takenOutOf(short[] heard) {
        short[] rest = heard.clone();
        int from = Math.max(0, in(rest).lagSamples());
        int to = Math.min(rest.length, from + samples.length);
        for (int i = from; i < to; i++) {
            rest[i] = 0;
        }
        return rest;
    }

    /** Until the phone has heard all of it. */
    void awaitAt(PhoneCall call, Duration patience) {
        Eventually.holds(() -> isWholeIn(call.heard()), patience, "the whole prompt is heard");
    }

    boolean isWholeIn(short[] heard) {
        var match = in(heard);
        return match.coefficient() > ALIKE && match.lagSamples() + samples.length <= heard.length;
    }

    double seconds() {
        return (double) samples.length / RATE;
    }

    /** The beginnings of all beeps, in seconds. */
    static List<Double> beeps(short[] heard) {
        List<Double> beginnings = new ArrayList<>();
        boolean before = false;
        for (int at = 0; at + WINDOW <= heard.length; at += WINDOW) {
            boolean now = ToneDetector.level(heard, at, WINDOW, RATE, BEEP_HERTZ) > 0.05;
            if (now && !before) {
                beginnings.add((double) at / RATE);
            }
            before = now;
        }
        return beginnings;
    }
}
