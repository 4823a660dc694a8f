package io.tapedeck.protocol.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tapedeck.protocol.Bytes;
import io.tapedeck.protocol.rtp.RtcpPacket.CanonicalName;
import io.tapedeck.protocol.rtp.RtcpPacket.Goodbye;
import io.tapedeck.protocol.rtp.RtcpPacket.Other;
import io.tapedeck.protocol.rtp.RtcpPacket.ReceiverReport;
import io.tapedeck.protocol.rtp.RtcpPacket.ReportBlock;
import io.tapedeck.protocol.rtp.RtcpPacket.SenderReport;
import io.tapedeck.protocol.rtp.RtcpPacket.SourceDescription;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtcpCompoundTest {

    private static final String SENDER_REPORT = """
            81          // version 2, one report block
            c8          // sender report
            000c        // 13 words
            deadbeef    // SSRC of the sender
            eca9f2b0    // NTP seconds
            80000000    // NTP fraction: half a second
            00000140    // RTP timestamp
            ffffffff    // packets
            00013880    // octets
            0000002a    // report on SSRC 42
            40          // a quarter was lost
            fffffe      // cumulative loss -2
            0001ffff    // highest sequence number, once wrapped
            00000008    // jitter
            f2b08000    // last sender report
            00010000    // one second ago
            """;

    private static final String SOURCE_DESCRIPTION = """
            81          // version 2, one chunk
            ca          // source description
            0004        // 5 words
            deadbeef    // SSRC
            01 05       // CNAME of 5 bytes
            6140622e63  // a@b.c
            06 02 6869  // TOOL "hi"
            00          // end of the items
            """;

    private static final String GOODBYE = """
            a1          // version 2, padding, one source
            cb          // goodbye
            0004        // 5 words
            deadbeef    // SSRC
            03 627965   // reason "bye"
            00000000    // filled up
            00000004    // padding of four
            """;

    @Test
    void reads_a_sender_report() throws MalformedPacketException {
        List<RtcpPacket> packets = RtcpCompound.parse(Bytes.of(SENDER_REPORT));

        assertThat(packets)
                .containsExactly(new SenderReport(
                        0xDEAD_BEEF,
                        0xECA9_F2B0_8000_0000L,
                        320,
                        0xFFFF_FFFFL,
                        80_000,
                        List.of(new ReportBlock(42, 64, -2, 0x1_FFFFL, 8, 0xF2B0_8000L, 65_536))));
    }

    @Test
    void reads_a_compound_in_its_order_and_leaves_the_position() throws MalformedPacketException {
        ByteBuffer compound = Bytes.of(SENDER_REPORT + SOURCE_DESCRIPTION + GOODBYE);

        List<RtcpPacket> packets = RtcpCompound.parse(compound);

        assertThat(packets).hasSize(3);
        assertThat(packets.get(1)).isEqualTo(new SourceDescription(List.of(new CanonicalName(0xDEAD_BEEF, "a@b.c"))));
        assertThat(packets.get(2)).isEqualTo(new Goodbye(List.of(0xDEAD_BEEF), "bye"));
        assertThat(compound.position()).isZero();
    }

    @Test
    void passes_over_types_it_does_not_know() throws MalformedPacketException {
        String feedback = """
                81 cd 0003  // generic NACK, 4 words
                00000001 00000002 00030000
                """;

        assertThat(RtcpCompound.parse(Bytes.of(feedback))).containsExactly(new Other(205, 1, 16));
    }

    @Test
    void refuses_a_compound_cut_at_any_byte() {
        byte[] whole = Bytes.in(Bytes.of(SENDER_REPORT + GOODBYE));
        int boundary = 52;

        for (int length = 0; length < whole.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(whole, 0, length);
            if (length != boundary) {
                assertThatExceptionOfType(MalformedPacketException.class)
                        .as("%d bytes", length)
                        .isThrownBy(() -> RtcpCompound.parse(cut));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "41c90001 00000001", // version 1
                "81c90001 00000001", // a report block that is not there
                "80c80001 00000001", // no sender info
                "a0c90001 00000001 80c90001 00000001", // padding not in the last packet
                "a0c90001 00000000", // padding of none
                "a0c90001 000000ff", // padding larger than the packet
                "a0c90000", // padded, but nothing to hold the count
                "9fcb0001 00000001", // 31 sources
                "81cb0002 00000001 ff000000", // a reason of 255 bytes
                "81ca0002 00000001 01ff0000", // a CNAME of 255 bytes
                "82ca0001 00000001", // a second chunk that is not there
                "81ca0000", // a chunk that is not there
            })
    void refuses_what_contradicts_itself(String hex) {
        assertThatExceptionOfType(MalformedPacketException.class).isThrownBy(() -> RtcpCompound.parse(Bytes.of(hex)));
    }

    static final List<RtcpPacket> PACKETS = List.of(
            new SenderReport(1, -1L, -1, 0xFFFF_FFFFL, 5, List.of(new ReportBlock(9, 255, 8_388_607, 1, 2, 3, 4))),
            new SenderReport(1, 2, 3, 4, 5, List.of()),
            new ReceiverReport(7, Collections.nCopies(31, new ReportBlock(9, 0, -8_388_608, 1, 2, 3, 4))),
            new SourceDescription(List.of(new CanonicalName(1, ""), new CanonicalName(-2, "ü@example.org"))),
            new SourceDescription(List.of(new CanonicalName(1, "a"), new CanonicalName(2, "ab"))),
            new SourceDescription(List.of(new CanonicalName(1, "abc".repeat(85)))),
            new Goodbye(List.of(), ""),
            new Goodbye(List.of(1, 2, 3), "power failure"));

    @ParameterizedTest
    @FieldSource("PACKETS")
    void what_is_written_is_read(RtcpPacket packet) throws MalformedPacketException {
        ByteBuffer out = ByteBuffer.allocate(2_000).order(ByteOrder.LITTLE_ENDIAN);

        RtcpCompound.write(out, packet);
        RtcpCompound.write(out, packet);

        assertThat(RtcpCompound.parse(out.flip())).containsExactly(packet, packet);
    }

    @Test
    void refuses_to_write_what_does_not_fit_the_format() {
        ByteBuffer out = ByteBuffer.allocate(2_000);

        assertThatIllegalArgumentException().isThrownBy(() -> RtcpCompound.write(out, new Other(205, 1, 16)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RtcpCompound.write(out, new Goodbye(List.of(), "x".repeat(256))));
        assertThatIllegalArgumentException().isThrownBy(() -> new Goodbye(Collections.nCopies(32, 1), ""));
    }
}
