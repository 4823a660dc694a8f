package io.tapedeck.protocol.ip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
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

    @Test
    void a_fragment_that_came_twice_does_not_stand_for_one_that_never_came() {
        ByteBuffer packet = datagram(4_000);

        assertThat(reassembly.whole(fragment(packet, 0, 1_480, true))).isNull();
        assertThat(reassembly.whole(fragment(packet, 0, 1_480, true))).isNull();
        assertThat(reassembly.whole(fragment(packet, 2_960, 1_048, false))).isNull();
        ByteBuffer whole = reassembly.whole(fragment(packet, 1_480, 1_480, true));

        assertThat(whole).isNotNull();
        assertThat(whole.slice(28, 4_000)).isEqualTo(packet.slice(28, 4_000));
    }

    @Test
    void fragments_that_overlap_become_whole_as_well() {
        ByteBuffer packet = datagram(2_000);

        assertThat(reassembly.whole(fragment(packet, 0, 1_480, true))).isNull();
        assertThat(reassembly.whole(fragment(packet, 1_200, 808, false))).isNotNull();
    }

    @Test
    void what_is_only_authenticated_is_read_in_both_families() {
        ByteBuffer packet = datagram(100);
        byte[] header = {17, 4, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
        }; // AH (RFC 4302, 2)
        ByteBuffer ipv4 = ByteBuffer.allocate(packet.limit() + header.length)
                .put(packet.slice(0, 20))
                .put(header)
                .put(packet.slice(20, 108))
                .putShort(2, (short) (packet.limit() + header.length))
                .put(9, (byte) 51)
                .flip();
        var address = new byte[16];
        ByteBuffer packet6 = ByteBuffer.allocate(48 + 100);
        UdpFrame.writeHeader(packet6, address, 1, address, 2, 100);
        packet6.clear();
        ByteBuffer ipv6 = ByteBuffer.allocate(packet6.limit() + header.length)
                .put(packet6.slice(0, 40))
                .put(header)
                .put(packet6.slice(40, 108))
                .putShort(4, (short) (108 + header.length))
                .put(6, (byte) 51)
                .flip();

        var udp = new UdpFrame();
        assertThat(udp.wrap(Objects.requireNonNull(reassembly.whole(ipv4)))).isTrue();
        assertThat(udp.payloadLength()).isEqualTo(100);
        assertThat(reassembly.whole(ipv6)).isEqualTo(packet6);
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
