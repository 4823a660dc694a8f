package io.tapedeck.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code keys.g722}: the sixteen keys, 60 ms each and 60 ms between, each tone with a peak of 6,000; encoded with FFmpeg's
 * {@code -c:a g722}.
 */
class G722LowBandTest {

    private static final int KEY = 480;
    private static byte[] encoded = new byte[0];

    private final G722LowBand decoder = new G722LowBand();

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = G722LowBandTest.class.getResourceAsStream("/g722/keys.g722")) {
            encoded = Objects.requireNonNull(in).readAllBytes();
        }
    }

    @Test
    void what_ffmpeg_encoded_is_heard_with_its_level() {
        short[] sound = decoded(encoded);

        for (int key = 0; key < 16; key++) {
            assertThat(effective(sound, 2 * KEY * key + 80, KEY - 160)).isCloseTo(6_000, within(300.0));
            assertThat(effective(sound, 2 * KEY * key + KEY + 80, KEY - 160)).isLessThan(40);
        }
    }

    @Test
    void its_keys_are_heard() {
        var detector = new DtmfDetector();
        var heard = new StringBuilder();
        for (byte octet : encoded) {
            if ((detector.take(decoder.decode(octet)) & DtmfDetector.ENDED) != 0) {
                heard.append("0123456789*#ABCD".charAt(detector.event()));
            }
        }

        assertThat(heard.toString()).isEqualTo(KeyTones.KEYS);
    }

    @Test
    void a_stream_joined_in_the_middle_comes_into_step() {
        short[] whole = decoded(encoded);
        decoder.reset();
        short[] part = decoded(Arrays.copyOfRange(encoded, 2 * KEY + 100, encoded.length));

        assertThat(effective(part, 4 * KEY - 100 + 80, 300))
                .isCloseTo(effective(whole, 6 * KEY + 80, 300), within(60.0));
    }

    @Test
    void its_silence_is_soon_silent() {
        byte[] cut = Arrays.copyOf(encoded, 400 + KEY);
        assertThat(Silence.write("G722", ByteBuffer.wrap(cut), 400, KEY)).isEqualTo(KEY);

        short[] sound = decoded(cut);

        assertThat(effective(sound, 200, 200)).isGreaterThan(5_000);
        assertThat(effective(sound, 440, 100)).isLessThan(200);
        assertThat(effective(sound, 540, 300)).isLessThan(40);
    }

    private short[] decoded(byte[] octets) {
        short[] sound = new short[octets.length];
        for (int i = 0; i < octets.length; i++) {
            sound[i] = decoder.decode(octets[i]);
        }
        return sound;
    }

    private static double effective(short[] sound, int from, int length) {
        double sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += (double) sound[i] * sound[i];
        }
        return Math.sqrt(sum / length);
    }
}
