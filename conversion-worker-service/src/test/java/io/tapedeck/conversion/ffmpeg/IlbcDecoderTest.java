package io.tapedeck.conversion.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.conversion.timeline.AudioDecoder;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
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
}
