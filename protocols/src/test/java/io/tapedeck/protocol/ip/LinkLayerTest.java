package io.tapedeck.protocol.ip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkLayerTest {

    private static final String MACS = "020000000001" + "020000000002"; // destination, source

    @ParameterizedTest
    @CsvSource({
        "1, " + MACS + "0800, 14", // Ethernet
        "1, " + MACS + "8100" + "0064" + "0800, 18", // one VLAN tag, id 100
        "1, " + MACS + "88a8" + "0001" + "8100" + "0064" + "86dd, 22", // two tags
        "113, 0000" + "0001" + "0006" + "0200000000010000" + "0800, 16", // Linux cooked
        "276, 0800" + "0000" + "00000001" + "0001" + "00" + "06" + "0200000000010000, 20", // Linux cooked, version 2
        "0, 02000000, 4", // BSD loopback
        "108, 00000002, 4" // OpenBSD loopback
    })
    void the_packet_begins_behind_the_head(int linkType, String head, int length) {
        ByteBuffer frame = ByteBuffer.wrap(HexFormat.of().parseHex(head + "4500"));

        assertThat(LinkLayer.skip(linkType, frame)).isTrue();
        assertThat(frame.position()).isEqualTo(length);
    }

    @Test
    void an_arp_frame_is_no_packet() {
        assertThat(LinkLayer.skip(1, ByteBuffer.wrap(HexFormat.of().parseHex(MACS + "0806" + "0001"))))
                .isFalse();
    }

    @Test
    void torn_heads_are_refused_at_every_length() {
        byte[] whole = HexFormat.of().parseHex(MACS + "8100" + "0064" + "0800");
        for (int length = 0; length <= 14; length++) {
            assertThat(LinkLayer.skip(1, ByteBuffer.wrap(whole, 0, length))).isFalse();
        }
    }
}
