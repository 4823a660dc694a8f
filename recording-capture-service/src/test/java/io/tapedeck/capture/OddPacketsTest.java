package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tapedeck.capture.media.RelayCounters.Count;
import io.tapedeck.capture.media.UdpRelay;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.rtp.RtpPackets;
import io.tapedeck.testkit.leaks.LeakCheck;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RTP whose form is rare but legal passes bit for bit and is recorded (RFC 3550, 5.1). */
@ExtendWith(LeakCheck.class)
class OddPacketsTest {

    private static final int HEADER = RtpPackets.HEADER_LENGTH;

    @TempDir
    Path spool;

    private int sequence = 500;

    @Test
    void rare_forms_pass_and_are_recorded() {
        Map<String, byte[]> packets = new LinkedHashMap<>();
        packets.put("no payload", rtp(8, 0x80, 0));
        packets.put("fifteen CSRCs", rtp(8, 0x8F, 15 * 4 + 160));
        packets.put("an extension", extended(new byte[] {(byte) 0xBE, (byte) 0xDE, 0, 1, 0x10, (byte) 0xFF, 0, 0}));
        packets.put("an empty extension", extended(new byte[] {0, 0, 0, 0}));
        packets.put("padding", padded(4));
        packets.put("nothing but padding", padded(160));
        packets.put("a payload of 1,500 bytes", rtp(8, 0x80, 1_500 - HEADER));
        packets.put("a payload of 9,000 bytes", rtp(8, 0x80, 9_000 - HEADER));

        String capture;
        try (var node = TestNode.start(spool)) {
            try (var call = new RelayedPhones(node, "odd").talk()) {
                packets.forEach((what, packet) -> passes(call, packet, what));
                capture = RelayedPhones.captureOf(call.hangUp());
            }
            node.sealedManifest(capture);

            assertThat(RawCapture.read(node.media(capture)).packets()).hasSize(2 + packets.size());
        }
    }

    /** 72 with the marker is 200, a sender report's number; these two share no port (RFC 5761, 4). */
    @Test
    void payload_types_that_look_like_rtcp_pass_where_they_were_agreed() {
        String formats = String.join("\r\na=rtpmap:", "8 64 72 95", "64 G726-32/8000", "72 L16/8000", "95 ILBC/8000");
        try (var node = TestNode.start(spool);
                var call = new RelayedPhones(node, "conflict", formats, List.of()).talk()) {
            for (int type : List.of(64, 72, 95)) {
                byte[] packet = rtp(type, 0x80, 160);
                packet[1] |= (byte) 0x80;

                passes(call, packet, "payload type " + type + " with the marker");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void what_is_longer_than_any_packet_is_counted_and_neither_relayed_nor_recorded(String io) {
        assumeTrue(io.equals("nio") || System.getProperty("os.name").equals("Linux"));
        try (var node = TestNode.start(spool, "--tapedeck.capture.io=" + io);
                var call = new RelayedPhones(node, "long").talk()) {
            call.alice.send(rtp(8, 0x80, 9_217 - HEADER), call.portForAlice);
            call.alice.send(rtp(8, 0x80, 65_000 - HEADER), call.portForAlice);

            passes(call, rtp(8, 0x80, 9_215 - HEADER), "what is as long as may be");
            assertThat(node.bean(UdpRelay.class).count(Count.OVERSIZED)).isEqualTo(2);
            NgDictionary stats = call.query().dictionary("totals").orElseThrow();
            assertThat(stats.dictionary("RTP").orElseThrow().integer("errors")).hasValue(2);
            String capture = RelayedPhones.captureOf(call.hangUp());
            node.sealedManifest(capture);
            assertThat(RawCapture.read(node.media(capture)).packets()).hasSize(3);
        }
    }

    private static void passes(RelayedPhones call, byte[] packet, String what) {
        call.alice.send(packet, call.portForAlice);
        assertThat(call.bob.receive()).as(what).contains(packet);
    }

    private byte[] rtp(int type, int firstByte, int behindHeader) {
        ByteBuffer out = ByteBuffer.allocate(HEADER + behindHeader);
        byte[] payload = new byte[behindHeader];
        RandomGenerator.of("L64X128MixRandom").nextBytes(payload);
        RtpPackets.write(out, type, false, sequence++, 160 * sequence, 0xA11CE, ByteBuffer.wrap(payload));
        return out.put(0, (byte) firstByte).array();
    }

    private byte[] extended(byte[] extension) {
        byte[] packet = rtp(8, 0x90, extension.length + 160);
        System.arraycopy(extension, 0, packet, HEADER, extension.length);
        return packet;
    }

    private byte[] padded(int padding) {
        byte[] packet = rtp(8, 0xA0, 160);
        packet[packet.length - 1] = (byte) padding;
        return packet;
    }
}
