package io.tapedeck.protocol.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.rtp.RtcpPacket.ReceiverReport;
import io.tapedeck.protocol.rtp.RtcpPacket.ReportBlock;
import io.tapedeck.protocol.rtp.RtcpPacket.SenderReport;
import io.tapedeck.protocol.rtp.RtcpPacket.SourceDescription;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RtcpReportsTest {

    private static final ReportBlock BLOCK = new ReportBlock(0xDEADBEEF, 64, -2, 70_000, 33, 0x89ABCDEFL, 131_072);

    private final List<String> told = new ArrayList<>();

    @Test
    void a_sender_report_and_its_blocks_are_told_in_order() {
        ByteBuffer compound = compound(
                new SenderReport(7, 0x0123_4567_89AB_CDEFL, 1, 2, 3, List.of(BLOCK)),
                new SourceDescription(List.of()),
                new ReceiverReport(8, List.of(BLOCK)));

        assertThat(read(compound)).isTrue();
        String block = "received deadbeef 64 -2 33 89abcdef 131072";
        assertThat(told).containsExactly("sent 7 456789ab", block, block);
    }

    @Test
    void a_compound_cut_anywhere_is_refused_without_reading_beyond_it() {
        ByteBuffer whole = compound(new SenderReport(7, 1, 1, 2, 3, List.of(BLOCK)));

        for (int length = 0; length < whole.limit(); length++) {
            ByteBuffer cut = ByteBuffer.wrap(whole.array(), 0, length).slice();

            assertThat(read(cut)).as("%d bytes", length).isFalse();
        }
        assertThat(told).isEmpty();
    }

    private boolean read(ByteBuffer compound) {
        return RtcpReports.read(compound, 0, compound.limit(), new RtcpReports.Reader() {
            @Override
            public void sent(int ssrc, int ntpMiddle) {
                told.add("sent " + ssrc + " " + Integer.toHexString(ntpMiddle));
            }

            @Override
            public void received(int ssrc, int fraction, int lost, int jitter, int lastReport, int delay) {
                told.add("received " + Integer.toHexString(ssrc) + " " + fraction + " " + lost + " " + jitter + " "
                        + Integer.toHexString(lastReport) + " " + delay);
            }
        });
    }

    private static ByteBuffer compound(RtcpPacket... packets) {
        ByteBuffer out = ByteBuffer.allocate(500);
        for (RtcpPacket packet : packets) {
            RtcpCompound.write(out, packet);
        }
        return out.flip();
    }
}
