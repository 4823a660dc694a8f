package io.tapedeck.protocol.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** With the validation packet of libsrtp's test driver. */
class SrtcpReaderTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final String HEADER = "81c8000bcafebabe"; // V=2, one block, SR, length, SSRC
    private static final String CIPHER = "7128035be487b9bdbef89041f977a5a8";
    private static final String INDEX = "80000001"; // E and 1
    private static final String TAG = "993e08cd54d6c1230798";

    private final SdesKey key = new SdesKey(
            1, 4, HEX.parseHex("e1f97a0d3e018be0d64fa32c06de4139"), HEX.parseHex("0ec675ad498afeebb6960b3aabe6"), 0);
    private final SrtcpReader reader = new SrtcpReader(key);

    @Test
    void an_authentic_packet_is_decrypted_with_a_long_tag_in_every_suite() {
        byte[] packet = HEX.parseHex(HEADER + CIPHER + INDEX + TAG);

        int length = reader.open(ByteBuffer.wrap(packet), 0, packet.length);

        assertThat(HEX.formatHex(packet, 0, length)).isEqualTo(HEADER + "ab".repeat(16));
    }

    @Test
    void every_changed_bit_is_noticed() {
        byte[] whole = HEX.parseHex(HEADER + CIPHER + INDEX + TAG);
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] changed = whole.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(reader.open(ByteBuffer.wrap(changed), 0, changed.length))
                    .as("bit %d", bit)
                    .isEqualTo(SrtpReader.REFUSED);
        }
    }

    @Test
    void what_is_too_short_is_refused() {
        for (int length = 0; length < 22; length++) {
            assertThat(reader.open(ByteBuffer.allocate(length), 0, length)).isEqualTo(SrtpReader.REFUSED);
        }
    }
}
