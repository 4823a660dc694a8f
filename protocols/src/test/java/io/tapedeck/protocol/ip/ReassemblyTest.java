package io.tapedeck.protocol.ip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReassemblyTest {

    private static final byte[] FROM = {(byte) 192, 0, 2, 1};
    private static final byte[] TO = {(byte) 192, 0, 2, 2};

    private final Reassembly reassembly = new Reassembly();

    @Test
    void a_whole_packet_passes_as_it_is() {
        ByteBuffer packet = datagram(100);

        assertThat(reassembly.whole(packet)).isSameAs(packet);
    }

    @Test
    void ipv4_fragments_in_any_order_give_the_datagram() {
        ByteBuffer packet = datagram(2_000);

        assertThat(reassembly.whole(fragment(packet, 1_480, 528, false))).isNull();
        ByteBuffer whole = reassembly.whole(fragment(packet, 0, 1_480, true));

        var udp = new UdpFrame();
        assertThat(whole).isNotNull();
        assertThat(udp.wrap(whole)).isTrue();
        assertThat(udp.payloadLength()).isEqualTo(2_000);
        assertThat(whole.get(udp.payloadOffset() + 1_999)).isEqualTo((byte) 7);
    }

    @Test
    void ipv6_fragments_give_a_packet_without_fragment_header() {
        var address = new byte[16];
        ByteBuffer packet = ByteBuffer.allocate(48 + 1_600);
        UdpFrame.writeHeader(packet, address, 1, address, 2, 1_600);
        packet.clear();

        assertThat(reassembly.whole(ipv6Fragment(packet, 0, 1_200, true))).isNull();
        ByteBuffer whole = reassembly.whole(ipv6Fragment(packet, 1_200, 408, false));

        assertThat(whole).isEqualTo(packet);
    }

    @Test
    void fragments_that_never_become_whole_cost_no_more_than_a_bound() {
        for (int id = 0; id < 10_000; id++) {
            ByteBuffer fragment = fragment(datagram(2_000), 0, 1_480, true);
            fragment.putShort(4, (short) id);

            assertThat(reassembly.whole(fragment)).isNull();
        }
    }

    private static ByteBuffer datagram(int length) {
        ByteBuffer packet = ByteBuffer.allocate(28 + length);
        UdpFrame.writeHeader(packet, FROM, 1, TO, 2, length);
        var payload = new byte[length];
        Arrays.fill(payload, (byte) 7);
        return packet.put(payload).flip();
    }

    private static ByteBuffer fragment(ByteBuffer packet, int offset, int length, boolean more) {
        return ByteBuffer.allocate(20 + length)
                .put(packet.slice(0, 20))
                .put(packet.slice(20 + offset, length))
                .putShort(2, (short) (20 + length)) // total length
                .putShort(6, (short) (offset / 8 | (more ? 0x2000 : 0))) // flags, offset
                .flip();
    }

    private static ByteBuffer ipv6Fragment(ByteBuffer packet, int offset, int length, boolean more) {
        return ByteBuffer.allocate(48 + length)
                .put(packet.slice(0, 40))
                .put((byte) 17) // next header: UDP
                .put((byte) 0) // reserved
                .putShort((short) (offset | (more ? 1 : 0)))
                .putInt(4711) // identification
                .put(packet.slice(40 + offset, length))
                .putShort(4, (short) (8 + length)) // payload length
                .put(6, (byte) 44) // next header: fragment
                .flip();
    }
}
