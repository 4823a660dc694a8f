package io.tapedeck.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmrPayloadTest {

    /** Type 7 of AMR: 244 bits, 31 bytes and four bits of filling. */
    private static final int BITS_12_2 = 244;

    private final Random random = new Random(20_300_107);

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void what_is_packed_is_unpacked_as_it_was(boolean wideband, boolean octetAligned) {
        var payload = new AmrPayload(wideband, octetAligned, false);
        List<byte[]> frames = wideband
                ? List.of(frame(2, 253), frame(9, 40), frame(15, 0))
                : List.of(frame(7, BITS_12_2), frame(8, 39), frame(0, 95));

        byte[] packed = payload.payload(frames);

        assertThat(payload.frames(packed, packed.length)).containsExactlyElementsOf(frames);
    }

    @Test
    void one_frame_in_the_common_mode_takes_what_the_rfc_says() {
        byte[] frame = frame(7, BITS_12_2);

        byte[] efficient = new AmrPayload(false, false, false).payload(List.of(frame));
        byte[] aligned = new AmrPayload(false, true, false).payload(List.of(frame));

        assertThat(efficient).hasSize((4 + 6 + BITS_12_2 + 7) / 8);
        assertThat(efficient[0] & 0xF0).isEqualTo(0xF0); // CMR 15: no request
        assertThat(aligned).hasSize(1 + 1 + 31);
        assertThat(aligned).startsWith(0xF0, 7 << 3 | 1 << 2); // CMR; F 0, FT 7, Q 1
    }

    @Test
    void a_file_is_cut_into_its_frames_and_a_torn_one_is_left_out() {
        byte[] first = frame(7, BITS_12_2);
        byte[] second = frame(8, 39);
        var file = new ByteArrayOutputStream();
        file.writeBytes("#!AMR\n".getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(first);
        file.writeBytes(second);
        file.write(7 << 3 | 1 << 2);

        assertThat(new AmrPayload(false, false, false).framesOfFile(file.toByteArray()))
                .containsExactly(first, second);
        assertThat(new AmrPayload(true, false, false).framesOfFile(file.toByteArray()))
                .isEmpty();
    }

    private byte[] frame(int type, int bits) {
        byte[] frame = new byte[1 + (bits + 7) / 8];
        random.nextBytes(frame);
        frame[0] = (byte) (type << 3 | 1 << 2);
        if (bits % 8 != 0) {
            frame[frame.length - 1] &= (byte) (0xFF << 8 - bits % 8);
        }
        return frame;
    }
}
