package io.tapedeck.conversion.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.conversion.timeline.AudioDecoder;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IlbcDecoderTest {

    /** One frame of speech of each length (RFC 3952, 3). */
    private static final byte[] OF_20_MS =
            HexFormat.of().parseHex("ffa6340260500000000000000049ffffffffffffffffffffffffffffc99305ca958080801616");

    private static final byte[] OF_30_MS = HexFormat.of()
            .parseHex("ffa63ffa63201414000000000000000700014210"
                    + "fffffffffffffffffffffffffffff2850162c59010000001414161615856");

    @ParameterizedTest
    @ValueSource(strings = {"mode=20", "mode=30", ""})
    void frames_are_understood_whichever_length_was_agreed_on(String agreed) {
        var format = new PayloadFormat(102, "ILBC", 8_000, 1, agreed);
        var samples = new short[6_000];

        try (AudioDecoder decoder = Objects.requireNonNull(new FfmpegDecoders().open(format, 8_000))) {
            for (int i = 0; i < 2; i++) {
                assertThat(decoder.decode(OF_20_MS, OF_20_MS.length, samples)).isEqualTo(160);
                assertThat(decoder.understood()).isTrue();
                assertThat(decoder.decode(OF_30_MS, OF_30_MS.length, samples)).isEqualTo(240);
                assertThat(decoder.understood()).isTrue();
            }
        }
    }

    /** The first frames of a line on which nobody speaks yet: white noise of at most 16 of 32,768. */
    @ParameterizedTest
    @CsvSource({
        "mode=20,160,1fa2662ad487355a3574a5984acbe344f296898646ba9e70999f66d18c24d682b43531548e22"
                + "83b06822551fd25621259fa284f0ab5759a3eba7a1fee778255e59472a6a46bc3582c797e0923836",
        "mode=30,240,1fa0fffb63711396637e55a556509bf540d4c04aeb626a8ddde092521245e6e715b7cf8a7bad064c6172648fb8a3fcc0499c"
                + "4c3633836371547bc0284709b7efcd0bff2342424d4eb86569ca962b298f3b0e550c4248b829134b62c3af2878e43416792c"
    })
    void a_call_that_begins_with_noise_does_not_begin_with_a_crack(String agreed, int samplesPerFrame, String frames) {
        byte[] payload = HexFormat.of().parseHex(frames);
        var samples = new short[6_000];

        try (AudioDecoder decoder = Objects.requireNonNull(
                new FfmpegDecoders().open(new PayloadFormat(102, "ILBC", 8_000, 1, agreed), 8_000))) {
            assertThat(decoder.decode(payload, payload.length, samples)).isEqualTo(2 * samplesPerFrame);
        }

        assertThat(IntStream.range(0, samples.length)
                        .map(i -> Math.abs(samples[i]))
                        .max()
                        .orElseThrow())
                .isLessThan(128);
    }
}
