package io.tapedeck.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpusPayloadTest {

    @ParameterizedTest
    @CsvSource({
        "0, 8000, 480", // SILK
        "3, 8000, 2880",
        "5, 12000, 960",
        "11, 16000, 2880",
        "12, 24000, 480", // both
        "15, 48000, 960",
        "16, 8000, 120", // CELT
        "21, 16000, 240",
        "26, 24000, 480",
        "31, 48000, 960",
    })
    void the_configuration_tells_band_and_length_of_a_frame(int configuration, int rate, int duration) {
        byte toc = (byte) (configuration << 3);

        assertThat(OpusPayload.bandRate(toc)).isEqualTo(rate);
        assertThat(OpusPayload.frameDuration(toc)).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({
        "9, 01000000, true", // 20 ms: speech, repeats
        "9, 10100000, false",
        "10, 00100000, true", // 40 ms: speech twice, repeats
        "11, 00010000, true", // 60 ms
        "15, 01000000, true", // both SILK and CELT
        "23, 01000000, false", // CELT repeats nothing
    })
    void the_frame_tells_whether_it_repeats_the_one_before(int configuration, String bits, boolean repeats) {
        byte[] packet = {(byte) (configuration << 3), (byte) Integer.parseInt(bits, 2), 0, 0};

        assertThat(OpusPayload.repeatsEarlier(packet, packet.length)).isEqualTo(repeats);
    }

    @Test
    void the_second_channel_may_repeat_alone() {
        byte[] packet = {9 << 3 | 4, 0b0001_0000, 0};

        assertThat(OpusPayload.repeatsEarlier(packet, packet.length)).isTrue();
    }

    @Test
    void a_frame_without_data_repeats_nothing() {
        assertThat(OpusPayload.repeatsEarlier(new byte[] {9 << 3, 0x40}, 1)).isFalse();
    }
}
