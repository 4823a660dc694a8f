package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.encode.EncodeException;
import io.tapedeck.capture.encode.Encoder;
import io.tapedeck.capture.encode.Encoder.Input;
import io.tapedeck.capture.encode.Encoder.Output;
import io.tapedeck.capture.encode.SpeechCodec;
import io.tapedeck.capture.encode.SpeechEncoder;
import io.tapedeck.testkit.audio.Correlation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A spoken prompt in codecs that are encoded in Java, as it sounds when FFmpeg decodes it. */
class SpeechCodecsTest {

    private static final int RATE = 8_000;
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private static byte[] prompt;

    private final SpeechEncoder encoder = new SpeechEncoder(WITHIN, 2);

    @BeforeAll
    static void read() throws Exception {
        prompt = new Encoder("", WITHIN, 1)
                .encode(Input.file(resource()), Output.linear(RATE), Duration.ofMinutes(1), 1 << 20);
    }

    private static byte[] resource() throws IOException {
        try (InputStream in = SpeechCodecsTest.class.getResourceAsStream("/speech/started.opus")) {
            return in.readAllBytes();
        }
    }

    /** Measured: 0.896, 0.940, 0.884, 0.881. G.729 has 5 ms of delay. */
    @ParameterizedTest
    @CsvSource({"G729,g729,0.85,40", "GSM,gsm,0.9,0", "ILBC_20,ilbc,0.85,160", "ILBC_30,ilbc,0.85,240"})
    void speech_is_understood(SpeechCodec codec, String decoder, double alike, int lag) throws Exception {
        short[] heard = decoded(codec, decoder, encoder.encode(codec, prompt));

        Correlation.Match match = Correlation.best(heard, samples(prompt));

        assertThat(match.coefficient()).isGreaterThan(alike);
        assertThat(match.lagSamples()).isBetween(lag - 8, lag + 8);
    }

    @ParameterizedTest
    @CsvSource({"G729,g729", "GSM,gsm", "ILBC_20,ilbc", "ILBC_30,ilbc"})
    void a_sound_that_begins_with_noise_does_not_begin_with_a_crack(SpeechCodec codec, String decoder)
            throws Exception {
        var random = new Random(1);
        for (int amplitude : List.of(1, 4, 16, 100)) {
            short[] noise = new short[RATE / 5];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (short) random.nextInt(-amplitude, amplitude + 1);
            }

            short[] heard = decoded(codec, decoder, encoder.encode(codec, bytes(noise)));

            assertThat(loudest(heard)).as("of %s", amplitude).isLessThan(8 * amplitude + 100);
        }
    }

    /** Four callers at once hear the same: no encoder has anything to do with another. */
    @Test
    void several_at_once_are_as_one_after_the_other() throws Exception {
        var all = new SpeechEncoder(WITHIN, 8);
        List<byte[]> results = Arrays.stream(SpeechCodec.values())
                .parallel()
                .flatMap(codec -> List.of(codec, codec).parallelStream())
                .map(codec -> encoded(all, codec))
                .toList();

        for (SpeechCodec codec : SpeechCodec.values()) {
            byte[] alone = encoder.encode(codec, prompt);
            assertThat(results.get(2 * codec.ordinal())).isEqualTo(alone);
            assertThat(results.get(2 * codec.ordinal() + 1)).isEqualTo(alone);
        }
    }

    private static byte[] encoded(SpeechEncoder encoder, SpeechCodec codec) {
        try {
            return encoder.encode(codec, prompt);
        } catch (EncodeException e) {
            throw new AssertionError(e);
        }
    }

    private static short[] decoded(SpeechCodec codec, String decoder, byte[] encoded) {
        List<byte[]> frames = new ArrayList<>();
        for (int at = 0; at < encoded.length; at += codec.frameBytes()) {
            frames.add(Arrays.copyOfRange(encoded, at, at + codec.frameBytes()));
        }
        return Decoding.pcm(decoder, RATE, frames);
    }

    private static int loudest(short[] samples) {
        int loudest = 0;
        for (short sample : samples) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        return loudest;
    }

    private static short[] samples(byte[] bytes) {
        var samples = new short[bytes.length / 2];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }

    private static byte[] bytes(short[] samples) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(samples);
        return bytes.array();
    }
}
