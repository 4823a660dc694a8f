package io.tapedeck.conversion.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.protocol.rtp.RtpPackets;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class UntimedPacketsTest {

    private static final int HERTZ = 8_000;
    private static final int PACKET = 160;
    private static final long PACKET_NANOS = 20_000_000;

    private final UntimedPackets packets = new UntimedPackets();

    @Test
    void packets_are_as_far_apart_as_their_timestamps_say() {
        assertThat(timeOf(1, 0)).isZero();
        assertThat(timeOf(1, 3 * PACKET)).isEqualTo(3 * PACKET_NANOS);
        assertThat(timeOf(1, 2 * PACKET)).isEqualTo(2 * PACKET_NANOS);
    }

    @Test
    void a_sender_whose_timestamps_stood_still_goes_on_beside_the_other() {
        timeOf(2, 0);
        for (int n = 0; n <= 1_000; n++) {
            timeOf(1, n * PACKET);
        }

        assertThat(timeOf(2, PACKET)).isEqualTo(1_000 * PACKET_NANOS);
        assertThat(timeOf(2, 2 * PACKET)).isEqualTo(1_001 * PACKET_NANOS);
    }

    private long timeOf(int ssrc, int timestamp) {
        var rtp = ByteBuffer.allocate(RtpPackets.HEADER_LENGTH + PACKET);
        RtpPackets.write(rtp, 0, false, 0, timestamp, ssrc, ByteBuffer.allocate(PACKET));
        var view = new RtpPacketView();
        assertThat(view.wrap(rtp.flip())).isTrue();
        return packets.timeOf(view, HERTZ, 0);
    }
}
