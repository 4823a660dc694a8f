package io.tapedeck.conversion.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.conversion.timeline.AudioDecoder;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AmrDecoderTest {

    private static final int FRAME = 160;
    private static final int SECOND = 50 * FRAME;

    /** A silence descriptor (RFC 4867, 4.4: mode request, table of contents, 39 bits). */
    private static final byte[] SILENCE = HexFormat.of().parseHex("f04426c783681e");

    @Test
    void the_noise_of_a_pause_ends_when_the_sender_no_longer_says_that_there_is_silence() {
        var format = new PayloadFormat(97, "AMR", 8_000, 1, "octet-align=1");
        var samples = new short[6_000];
        int made = 0;

        try (AudioDecoder decoder = Objects.requireNonNull(new FfmpegDecoders().open(format, 8_000))) {
            assertThat(decoder.decode(SILENCE, SILENCE.length, samples)).isEqualTo(FRAME);
            int more = decoder.fill(false, SECOND, made, samples);
            while (more > 0 && made < SECOND) {
                made += more;
                more = decoder.fill(false, SECOND - made, made, samples);
            }
        }

        assertThat(made).isBetween(8 * FRAME, SECOND / 2);
    }
}
