package io.tapedeck.conversion.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.rtp.RtpPackets;
import io.tapedeck.protocol.srtp.SdesKey;
import io.tapedeck.testkit.srtp.SrtpWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpenerTest {

    private static final String ONE = SrtpWriter.crypto(1, SrtpWriter.SUITE, 1);
    private static final String OTHER = SrtpWriter.crypto(2, SrtpWriter.SUITE_WITH_SHORT_TAG, 2);
    private static final byte[] CALLER = {10, 0, 0, 1};
    private static final byte[] CALLEE = {10, 0, 0, 2};

    private final byte[] packet = packet();

    @Test
    void any_of_the_keys_of_a_line_opens_what_it_has_made() {
        var opener = new Opener(List.of(key(ONE), key(OTHER)));

        for (String crypto : List.of(ONE, OTHER, ONE)) {
            ByteBuffer opened = opened(opener, new SrtpWriter(crypto).rtp(packet));

            var udp = new UdpFrame();
            assertThat(udp.wrap(Objects.requireNonNull(opened))).isTrue();
            assertThat(opened.slice(udp.payloadOffset(), udp.payloadLength())).isEqualTo(ByteBuffer.wrap(packet));
            assertThat(udp.sourcePort()).isEqualTo(4_000);
        }
    }

    @Test
    void the_first_packet_is_opened_however_long_the_call_has_lasted() {
        var writer = new SrtpWriter(ONE);
        byte[] last = packet.clone();
        last[2] = (byte) 0xFF; // sequence number
        for (int turn = 0; turn < 300; turn++) {
            writer.rtp(last);
            writer.rtp(packet);
        }

        assertThat(opened(new Opener(List.of(key(OTHER), key(ONE))), writer.rtp(packet)))
                .isNotNull();
    }

    @Test
    void what_no_key_has_made_is_nothing() {
        assertThat(opened(new Opener(List.of(key(ONE))), new SrtpWriter(OTHER).rtp(packet)))
                .isNull();
    }

    private static @Nullable ByteBuffer opened(Opener opener, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(UdpFrame.headerLength(false) + payload.length);
        UdpFrame.writeHeader(frame, CALLER, 4_000, CALLEE, 5_000, payload.length);
        frame.put(payload).flip();
        var udp = new UdpFrame();
        assertThat(udp.wrap(frame)).isTrue();
        return opener.open(udp, frame);
    }

    private static byte[] packet() {
        ByteBuffer out = ByteBuffer.allocate(RtpPackets.HEADER_LENGTH + 160);
        RtpPackets.write(out, 0, false, 7, 1_120, 0xCAFE, ByteBuffer.wrap(new byte[160]));
        return out.array();
    }

    private static SdesKey key(String crypto) {
        return SdesKey.parse(crypto).getFirst();
    }
}
