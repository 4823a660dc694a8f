package io.tapedeck.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpeechFramesTest {

    @Test
    void g729_speech_may_be_followed_by_a_silence_descriptor() {
        assertThat(sizes(SpeechFrames.g729(new byte[22], 22))).containsExactly(10, 10, 2);
        assertThat(sizes(SpeechFrames.g729(new byte[2], 2))).containsExactly(2);
        assertThat(sizes(SpeechFrames.g729(new byte[15], 15))).containsExactly(10);
    }

    @Test
    void g723_frames_say_their_size_in_two_bits() {
        var payload = new byte[24 + 20 + 4 + 1];
        payload[0] = 0; // 00: 6.3 kbit/s
        payload[24] = 1; // 01: 5.3 kbit/s
        payload[44] = 2; // 10: silence descriptor
        payload[48] = 3; // 11: not transmitted

        assertThat(sizes(SpeechFrames.g723(payload, payload.length))).containsExactly(24, 20, 4, 1);
        assertThat(sizes(SpeechFrames.g723(payload, 30))).containsExactly(24);
    }

    @Test
    void gsm_frames_have_33_bytes_and_ilbc_frames_what_was_agreed_or_what_fits() {
        assertThat(sizes(SpeechFrames.gsm(new byte[66], 66))).containsExactly(33, 33);
        assertThat(sizes(SpeechFrames.ilbc(new byte[50], 50, false))).containsExactly(50);
        assertThat(sizes(SpeechFrames.ilbc(new byte[76], 76, true))).containsExactly(38, 38);
        assertThat(sizes(SpeechFrames.ilbc(new byte[38], 38, false))).containsExactly(38);
    }

    @Test
    void octet_aligned_amr_has_a_table_of_contents_and_frames_of_whole_bytes() {
        var payload = new byte[1 + 2 + 12 + 5];
        payload[0] = (byte) 0xF0; // CMR 15: no request
        payload[1] = (byte) 0x84; // F=1, FT=0 (4.75), Q=1
        payload[2] = 0x44; // F=0, FT=8 (silence descriptor), Q=1
        payload[3] = 0x55; // first byte of the speech
        payload[15] = 0x66; // first byte of the descriptor

        List<byte[]> frames = new AmrPayload(false, true, false).frames(payload, payload.length);

        assertThat(sizes(frames)).containsExactly(13, 6);
        assertThat(frames.get(0)).startsWith(0x04, 0x55);
        assertThat(frames.get(1)).startsWith(0x44, 0x66);
        assertThat(AmrPayload.type(frames.get(1))).isEqualTo(8);
    }

    @Test
    void bandwidth_efficient_amr_is_read_bit_by_bit() {
        // CMR 1111 | F=0 FT=0111 (12.2) Q=1 | 244 bits of speech that begin with 1010...
        byte[] payload = HexFormat.of().parseHex("f3" + "ea" + "00".repeat(30));

        List<byte[]> frames = new AmrPayload(false, false, false).frames(payload, payload.length);

        assertThat(sizes(frames)).containsExactly(32);
        assertThat(frames.getFirst()).startsWith(0x3C, 0xA8); // FT 7, Q, then 10101000
    }

    @ParameterizedTest
    @CsvSource({"true, 9, 6", "true, 8, 61", "true, 14, 1", "false, 15, 1", "false, 7, 32"})
    void every_frame_type_has_its_size(boolean wideband, int type, int size) {
        var payload = new byte[64];
        payload[1] = (byte) (type << 3 | 4);

        assertThat(sizes(new AmrPayload(wideband, true, false).frames(payload, payload.length)))
                .containsExactly(size);
    }

    @Test
    void amr_that_makes_no_sense_gives_nothing() {
        var endless = new byte[40];
        Arrays.fill(endless, (byte) 0xFC);

        assertThat(new AmrPayload(false, true, false).frames(endless, 40)).isEmpty();
        assertThat(new AmrPayload(false, false, false).frames(new byte[0], 0)).isEmpty();
        assertThat(new AmrPayload(false, true, false).frames(new byte[] {0, 0x3C}, 2))
                .isEmpty();
    }

    @Test
    void speex_frames_follow_each_other_bit_by_bit() {
        // two narrowband frames of mode 1 (43 bits, head 0 0001), then 0 and ones
        var payload = new byte[11];
        payload[0] = 0b00001_000; // frame 1
        payload[5] = (byte) 0b000_00001; // its last 3 bits, head of frame 2
        payload[10] = (byte) 0b000000_01; // its last 6 bits, filling

        List<byte[]> frames = SpeexPayload.frames(payload, payload.length);

        assertThat(sizes(frames)).containsExactly(6, 6);
        assertThat(frames.get(1)[0]).isEqualTo((byte) 0b00001_000);
        assertThat(frames.get(1)[5]).isEqualTo((byte) 0b000_01111);
    }

    @Test
    void a_wideband_speex_frame_has_a_layer_behind_the_narrowband_one() {
        var payload = new byte[10]; // 43 bits of narrowband, 36 of the layer, one of filling
        payload[0] = 0b00001_000;
        payload[5] = 0b000_1_001_0; // wideband, mode 1

        assertThat(sizes(SpeexPayload.frames(payload, payload.length))).containsExactly(10);
    }

    @ParameterizedTest
    @CsvSource({
        "00, 480", // SILK narrowband 10 ms
        "18, 2880", // SILK narrowband 60 ms
        "78, 960", // hybrid 20 ms
        "e0, 120", // CELT 2.5 ms
        "f9, 1920", // CELT 20 ms, two frames
        "fb03, 2880", // CELT 20 ms, three frames
        "1b02, 5760", // SILK 60 ms, two frames
        "1b03, 0" // 180 ms: not allowed
    })
    void an_opus_packet_tells_its_duration(String start, int duration) {
        byte[] payload = HexFormat.of().parseHex(start);

        assertThat(OpusPayload.duration(payload, payload.length)).isEqualTo(duration);
    }

    private static List<Integer> sizes(List<byte[]> frames) {
        return frames.stream().map(frame -> frame.length).toList();
    }
}
