package io.tapedeck.protocol.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** With the validation packet of libsrtp's test driver. */
class SrtpReaderTest {

    private static final String KEY = "e1f97a0d3e018be0d64fa32c06de4139" + "0ec675ad498afeebb6960b3aabe6";
    private static final String HEADER = "800f1234decafbadcafebabe"; // V=2, PT 15, sequence, timestamp, SSRC
    private static final String CIPHER = "4e55dc4ce79978d88ca4d215949d2402";
    private static final String TAG = "b78d6acc99ea179b8dbb";

    private final SrtpReader reader = new SrtpReader(key("AES_CM_128_HMAC_SHA1_80", ""));

    @Test
    void an_authentic_packet_is_decrypted() {
        ByteBuffer packet = bytes(HEADER + CIPHER + TAG);

        assertThat(reader.open(packet)).isTrue();
        assertThat(packet).isEqualTo(bytes(HEADER + "ab".repeat(16)));
    }

    @Test
    void a_short_tag_is_the_beginning_of_the_long_one() {
        ByteBuffer packet = bytes(HEADER + CIPHER + TAG.substring(0, 8));

        assertThat(new SrtpReader(key("AES_CM_128_HMAC_SHA1_32", "")).open(packet))
                .isTrue();
    }

    @Test
    void a_key_identifier_is_passed_over() {
        ByteBuffer packet = bytes(HEADER + CIPHER + "00000001" + TAG);

        assertThat(new SrtpReader(key("AES_CM_128_HMAC_SHA1_80", "|2^20|1:4")).open(packet))
                .isTrue();
    }

    @Test
    void every_changed_bit_is_noticed() {
        byte[] whole = HexFormat.of().parseHex(HEADER + CIPHER + TAG);
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] changed = whole.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(reader.open(ByteBuffer.wrap(changed))).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void what_is_too_short_is_refused() {
        for (int length = 0; length < 22; length++) {
            assertThat(reader.open(ByteBuffer.allocate(length))).isFalse();
        }
    }

    @Test
    void lines_that_are_no_key_are_passed_over() {
        assertThat(SdesKey.parse("1 AES_CM_128_HMAC_SHA1_80 inline:c2hvcnQ=")).isEmpty();
        assertThat(SdesKey.parse("1 F8_128_HMAC_SHA1_80 inline:" + base64())).isEmpty();
        assertThat(SdesKey.parse("1 AES_CM_128_HMAC_SHA1_80 inline:" + base64() + " UNENCRYPTED_SRTP"))
                .isEmpty();
        assertThat(SdesKey.parse("")).isEmpty();
    }

    private static SdesKey key(String suite, String behind) {
        return SdesKey.parse("1 " + suite + " inline:" + base64() + behind).orElseThrow();
    }

    private static String base64() {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(KEY));
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}
