package io.tapedeck.protocol.ip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
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
        "1, " + MACS + "88a8" + "0001" + "8100" + "0064" + "8864" + "1100" + "0007" + "0004" + "0021, 30", // and PPPoE
        "1, " + MACS + "8864" + "1100" + "0007" + "0004" + "0057, 22", // PPPoE, session 7, IPv6
        "1, " + MACS + "8864" + "1100" + "0007" + "0004" + "21, 21", // the same with a short protocol field
        "1, " + MACS + "8847" + "00010040" + "00020140, 22", // MPLS, two labels
        "1, " + MACS + "8847" + "00020140" + "00000000" + MACS + "0800, 36", // Ethernet over MPLS, with a control word
        "1, " + MACS + "8848" + "00020140" + MACS + "0800, 32", // and without
        "9, 0021, 2", // PPP
        "9, ff030021, 4", // with address and control
        "50, ff030021, 4", // in HDLC's frames
        "51, 110000070004" + "0021, 8", // PPPoE
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
    void what_builds_a_session_up_is_no_packet() {
        assertThat(LinkLayer.skip(
                        1, ByteBuffer.wrap(HexFormat.of().parseHex(MACS + "8864" + "110000070004" + "c0214500"))))
                .isFalse(); // LCP
        assertThat(LinkLayer.skip(
                        1, ByteBuffer.wrap(HexFormat.of().parseHex(MACS + "8863" + "110900000004" + "00214500"))))
                .isFalse(); // discovery
    }

    @Test
    void torn_heads_are_refused_at_every_length() {
        for (String head :
                List.of("8100" + "0064" + "0800", "8864" + "110000070004" + "0021", "8847" + "00010040" + "00020140")) {
            byte[] whole = HexFormat.of().parseHex(MACS + head);
            for (int length = 0; length <= whole.length; length++) {
                assertThat(LinkLayer.skip(1, ByteBuffer.wrap(whole, 0, length)))
                        .as("%s cut at %d", head, length)
                        .isFalse();
            }
        }
    }
}
