package io.tapedeck.testkit.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.protocol.rtp.RtpPackets;
import io.tapedeck.testkit.leaks.LeakCheck;
import io.tapedeck.testkit.time.Eventually;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class PcapReplayTest {

    private static final byte[] SOURCE = {10, 0, 0, 1};
    private static final byte[] DESTINATION = {10, 0, 0, 2};

    @Test
    void rtp_of_an_ethernet_capture_arrives_in_order_and_at_its_pace() {
        PcapReplay replay = PcapReplay.read(pcap(1, ByteOrder.LITTLE_ENDIAN, 5));
        try (var sender = RtpEndpoint.open("127.0.0.1");
                var receiver = RtpEndpoint.open("127.0.0.1")) {
            long begun = System.nanoTime();
            int sent = replay.play(
                    sender, receiver.address(), packet -> packet.destination().getPort() == 4_002, 1);

            assertThat(sent).isEqualTo(5);
            Eventually.holds(() -> receiver.waiting() == 5, Duration.ofSeconds(20), "all have arrived");
            List<RtpEndpoint.Received> received = receiver.takeAll();
            assertThat(received)
                    .extracting(item -> sequenceNumber(item.packet()))
                    .containsExactly(0, 1, 2, 3, 4);
            assertThat(received).allMatch(item -> item.source().equals(sender.address()));
            for (int i = 0; i < received.size(); i++) {
                Duration passed = Duration.ofNanos(received.get(i).arrivalNanos() - begun);
                assertThat(passed).as("packet %d", i).isGreaterThanOrEqualTo(Duration.ofMillis(20L * i));
            }
        }
    }

    @Test
    void raw_frames_of_the_other_byte_order_are_read_too() {
        PcapReplay replay = PcapReplay.read(pcap(101, ByteOrder.BIG_ENDIAN, 2));

        assertThat(replay.packets()).hasSize(2);
        assertThat(replay.packets().getFirst().source().getAddress().getAddress())
                .isEqualTo(SOURCE);
        assertThat(replay.packets().getFirst().source().getPort()).isEqualTo(4_000);
        assertThat(replay.packets().get(1).nanos() - replay.packets().get(0).nanos())
                .isEqualTo(20_000_000);
    }

    @Test
    void a_torn_capture_gives_what_is_whole() {
        ByteBuffer file = pcap(1, ByteOrder.LITTLE_ENDIAN, 3);

        PcapReplay replay = PcapReplay.read(file.slice(0, file.limit() - 1));

        assertThat(replay.packets()).hasSize(2);
        assertThatThrownBy(() -> PcapReplay.read(ByteBuffer.allocate(100))).hasMessage("not a pcap file");
    }

    @Test
    void an_endpoint_gives_nothing_when_nothing_comes() {
        try (var endpoint = RtpEndpoint.open("127.0.0.1")) {
            assertThat(endpoint.next(Duration.ofMillis(20))).isNull();
            endpoint.sendRtp(endpoint.address(), 8, 7, 160, 1, new byte[160]);
            RtpEndpoint.Received received = endpoint.next(Duration.ofSeconds(20));
            assertThat(received).isNotNull();
            assertThat(sequenceNumber(received.packet())).isEqualTo(7);
        }
    }

    private static int sequenceNumber(ByteBuffer packet) {
        var view = new RtpPacketView();
        assertThat(view.wrap(packet)).isTrue();
        return view.sequenceNumber();
    }

    private static ByteBuffer pcap(int link, ByteOrder order, int packets) {
        ByteBuffer out = ByteBuffer.allocate(4_096).order(order);
        out.putInt(0xA1B2C3D4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(65_535)
                .putInt(link);
        for (int i = 0; i < packets; i++) {
            byte[] frame = frame(link, i);
            out.putInt(1_700_000_000)
                    .putInt(i * 20_000)
                    .putInt(frame.length)
                    .putInt(frame.length)
                    .put(frame);
        }
        return out.flip();
    }

    private static byte[] frame(int link, int number) {
        ByteBuffer out = ByteBuffer.allocate(256);
        if (link == 1) {
            out.put(new byte[12]).putShort((short) 0x8100).putShort((short) 7).putShort((short) 0x0800); // VLAN 7, IPv4
        }
        UdpFrame.writeHeader(out, SOURCE, 4_000, DESTINATION, 4_002, RtpPackets.HEADER_LENGTH + 20);
        RtpPackets.write(out, 8, false, number, 160 * number, 1, ByteBuffer.allocate(20));
        byte[] frame = new byte[out.position()];
        out.flip().get(frame);
        return frame;
    }
}
