package io.tapedeck.protocol.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.rtp.RtpPacketView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
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
    void a_packet_is_opened_where_it_lies_in_memory_of_any_order() {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            ByteBuffer memory = ByteBuffer.allocateDirect(200).order(order);
            memory.put(100, bytes(HEADER + CIPHER + TAG).array());

            int length = new SrtpReader(key("AES_CM_128_HMAC_SHA1_80", "")).open(memory, 100, 38);

            assertThat(length).isEqualTo(28);
            assertThat(memory.limit()).isEqualTo(200);
            assertThat(memory.slice(100, length)).isEqualTo(bytes(HEADER + "ab".repeat(16)));
        }
    }

    @Test
    void padding_is_looked_for_when_it_can_be_read() {
        byte[] whole = HexFormat.of().parseHex(HEADER + CIPHER + TAG);
        whole[0] |= 0x20;
        var view = new RtpPacketView();

        assertThat(view.wrap(ByteBuffer.wrap(whole))).isFalse(); // the tag ends with 187
        assertThat(view.wrapEncrypted(ByteBuffer.wrap(whole), 0, whole.length)).isTrue();
        assertThat(view.payloadLength()).isEqualTo(26);
    }

    private static SdesKey key(String suite, String behind) {
        return SdesKey.parse("1 " + suite + " inline:" + base64() + behind).getFirst();
    }

    private static String base64() {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(KEY));
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}
