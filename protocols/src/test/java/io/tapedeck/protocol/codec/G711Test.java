package io.tapedeck.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class G711Test {

    private static final byte[] ALL_CODES = allCodes();

    @Test
    void decodes_the_corners_of_mu_law() {
        short[] samples = muLaw(0x00, 0x80, 0x7F, 0xFF, 0x0F, 0x8F, 0xFE);

        assertThat(samples).containsExactly(-32_124, 32_124, 0, 0, -16_764, 16_764, 8);
    }

    @Test
    void decodes_the_corners_of_a_law() {
        short[] samples = aLaw(0x2A, 0xAA, 0x55, 0xD5, 0x54, 0xD4);

        assertThat(samples).containsExactly(-32_256, 32_256, -8, 8, -24, 24);
    }

    @Test
    void silence_has_its_usual_bytes() {
        assertThat(G711.encodeMuLaw((short) 0)).isEqualTo((byte) 0xFF);
        assertThat(G711.encodeALaw((short) 0)).isEqualTo((byte) 0xD5);
    }

    @Test
    void every_code_survives_decoding_and_encoding() {
        short[] mu = new short[256];
        short[] a = new short[256];

        G711.decodeMuLaw(ALL_CODES, 0, 256, mu, 0);
        G711.decodeALaw(ALL_CODES, 0, 256, a, 0);

        for (int code = 0; code < 256; code++) {
            int muExpected = code == 0x7F ? 0xFF : code; // µ-law has two zeros
            assertThat(G711.encodeMuLaw(mu[code]) & 0xFF).isEqualTo(muExpected);
            assertThat(G711.encodeALaw(a[code]) & 0xFF).isEqualTo(code);
        }
    }

    @Test
    void every_sample_comes_back_within_half_a_step() {
        for (int sample = -32_635; sample <= 32_635; sample++) {
            int muCode = G711.encodeMuLaw((short) sample) & 0xFF;
            int aCode = G711.encodeALaw((short) sample) & 0xFF;
            int muHalfStep = 4 << exponent(~muCode);
            int aHalfStep = 4 << Math.max(1, exponent(aCode ^ 0x55));

            assertThat(Math.abs(muLaw(muCode)[0] - sample)).as("%d", sample).isLessThanOrEqualTo(muHalfStep);
            assertThat(Math.abs(aLaw(aCode)[0] - sample)).as("%d", sample).isLessThanOrEqualTo(aHalfStep);
        }
    }

    @Test
    void the_loudest_samples_are_clipped() {
        assertThat(muLaw(G711.encodeMuLaw(Short.MIN_VALUE))).containsExactly(-32_124);
        assertThat(muLaw(G711.encodeMuLaw(Short.MAX_VALUE))).containsExactly(32_124);
        assertThat(aLaw(G711.encodeALaw(Short.MIN_VALUE))).containsExactly(-32_256);
        assertThat(aLaw(G711.encodeALaw(Short.MAX_VALUE))).containsExactly(32_256);
    }

    @Test
    void decodes_into_the_place_asked_for() {
        short[] out = new short[4];

        G711.decodeALaw(new byte[] {0, (byte) 0xAA, 0}, 1, 1, out, 2);

        assertThat(out).containsExactly(0, 0, 32_256, 0);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> G711.decodeMuLaw(new byte[2], 0, 3, out, 0));
    }

    @Test
    void knows_the_static_payload_types() {
        assertThat(StaticPayloadTypes.of(9)).hasValueSatisfying(type -> {
            assertThat(type.encoding()).isEqualTo("G722");
            assertThat(type.clockRateHertz()).isEqualTo(8_000); // RFC 3551, 4.5.2
        });
        assertThat(StaticPayloadTypes.of(10))
                .hasValueSatisfying(type -> assertThat(type.channels()).isEqualTo(2));
        assertThat(StaticPayloadTypes.of(2)).isEmpty();
        assertThat(StaticPayloadTypes.of(96)).isEmpty();
        assertThat(StaticPayloadTypes.of(-1)).isEmpty();
        assertThat(StaticPayloadTypes.of(Integer.MAX_VALUE)).isEmpty();
    }

    private static short[] muLaw(int... codes) {
        short[] out = new short[codes.length];
        G711.decodeMuLaw(bytes(codes), 0, codes.length, out, 0);
        return out;
    }

    private static short[] aLaw(int... codes) {
        short[] out = new short[codes.length];
        G711.decodeALaw(bytes(codes), 0, codes.length, out, 0);
        return out;
    }

    private static byte[] bytes(int... codes) {
        byte[] bytes = new byte[codes.length];
        for (int i = 0; i < codes.length; i++) {
            bytes[i] = (byte) codes[i];
        }
        return bytes;
    }

    private static byte[] allCodes() {
        byte[] codes = new byte[256];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) i;
        }
        return codes;
    }

    private static int exponent(int code) {
        return code >>> 4 & 0x07;
    }
}
