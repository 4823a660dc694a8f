package io.tapedeck.protocol.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tapedeck.protocol.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UdpFrameTest {

    private static final byte[] ALICE = {(byte) 192, 0, 2, 1};
    private static final byte[] BOB = {(byte) 198, 51, 100, (byte) 200};

    private static final String IPV4 = """
            45 00       // version 4, header of five words
            001f        // total length 31
            0000        // identification
            4000        // do not fragment
            40 11       // 64 hops, UDP
            4dd1        // header checksum
            c0000201    // 192.0.2.1
            c63364c8    // 198.51.100.200
            ea60        // port 60000
            2711        // port 10001
            000b        // UDP length 11
            0000        // no checksum
            """;

    private final UdpFrame frame = new UdpFrame();

    @Test
    void writes_an_ipv4_datagram() {
        ByteBuffer out = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);

        UdpFrame.writeHeader(out, ALICE, 60_000, BOB, 10_001, 3);

        assertThat(Bytes.in(out.flip())).isEqualTo(Bytes.in(Bytes.of(IPV4)));
        assertThat(onesComplementSum(out.slice(0, 20))).isEqualTo(0xFFFF); // RFC 791: what a receiver checks
    }

    @Test
    void reads_what_it_wrote_in_both_families() {
        byte[] alice6 = Bytes.in(Bytes.of("20010db8000000000000000000000001"));
        byte[] bob6 = Bytes.in(Bytes.of("20010db80000000000000000000000ff"));

        for (byte[][] pair : new byte[][][] {{ALICE, BOB}, {alice6, bob6}}) {
            boolean ipv6 = pair[0].length == 16;
            ByteBuffer out = ByteBuffer.allocate(100).position(5);
            UdpFrame.writeHeader(out, pair[0], 60_000, pair[1], 65_535, 3);
            out.put(new byte[] {7, 8, 9});

            assertThat(frame.wrap(out.flip().position(5))).isTrue();

            assertThat(frame.sourceAddress()).isEqualTo(pair[0]);
            assertThat(frame.destinationAddress()).isEqualTo(pair[1]);
            assertThat(frame.sourcePort()).isEqualTo(60_000);
            assertThat(frame.destinationPort()).isEqualTo(65_535);
            assertThat(frame.payloadOffset()).isEqualTo(5 + UdpFrame.headerLength(ipv6));
            assertThat(frame.payloadLength()).isEqualTo(3);
        }
    }

    @Test
    void completes_the_checksum_that_ipv6_demands() {
        ByteBuffer out = ByteBuffer.allocate(100).position(5);
        byte[] address = Bytes.in(Bytes.of("fe80000000000000ffffffffffffffff"));
        UdpFrame.writeHeader(out, address, 60_000, address, 65_535, 3);
        out.put(new byte[] {7, 8, 9}).flip().position(5);

        UdpFrame.completeChecksum(out);

        ByteBuffer checked = ByteBuffer.allocate(48); // RFC 8200, 8.1: pseudo header, UDP header, payload, a zero
        checked.put(0, out, 13, 32).put(32, out, 45, 11);
        int pseudoHeader = 11 + 17;
        assertThat((onesComplementSum(checked) + pseudoHeader) % 0xFFFF).isZero();
        assertThat(out.position()).isEqualTo(5);
        assertThat(frame.wrap(out)).isTrue();
    }

    @Test
    void ipv4_does_without_the_checksum() {
        ByteBuffer frame4 = Bytes.of(IPV4 + "070809");

        UdpFrame.completeChecksum(frame4);

        assertThat(frame4).isEqualTo(Bytes.of(IPV4 + "070809"));
    }

    @Test
    void takes_ip_options_and_fill_bytes_of_the_link() {
        ByteBuffer filled =
                Bytes.of(IPV4.replace("45 00", "46 00").replace("001f", "0023").replace("c63364c8", "c63364c8 01010101")
                        + "070809 00000000000000");

        assertThat(frame.wrap(filled)).isTrue();

        assertThat(frame.payloadOffset()).isEqualTo(32);
        assertThat(frame.payloadLength()).isEqualTo(3);
    }

    @Test
    void a_frame_cut_at_any_byte_is_refused() {
        byte[] whole = Bytes.in(Bytes.of(IPV4 + "070809"));

        for (int length = 0; length < whole.length; length++) {
            assertThat(frame.wrap(ByteBuffer.wrap(whole, 0, length)))
                    .as("%d bytes", length)
                    .isFalse();
        }
        assertThat(frame.wrap(ByteBuffer.wrap(whole))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4500 -> 5500", // version 5
                "4500 -> 4400", // header of four words
                "4500 -> 4f00", // header longer than the frame
                "4000 -> 2000", // more fragments follow
                "4000 -> 0001", // not the first fragment
                "4011 -> 4006", // TCP
                "000b -> 0007", // UDP shorter than its header
                "000b -> 000c", // UDP longer than IP
                "001f -> 0020", // IP longer than the frame
                "001f -> 001e", // IP shorter than UDP
            })
    void refuses_what_is_no_whole_datagram(String change) {
        String hex = IPV4.replaceAll("//[^\n]*", "").replaceAll("\\s", "") + "070809";

        assertThat(frame.wrap(Bytes.of(hex.replaceFirst(change.substring(0, 4), change.substring(8)))))
                .isFalse();
    }

    @Test
    void refuses_to_write_what_ip_cannot_carry() {
        ByteBuffer out = ByteBuffer.allocate(100);

        assertThatIllegalArgumentException().isThrownBy(() -> UdpFrame.writeHeader(out, ALICE, 1, new byte[16], 2, 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UdpFrame.writeHeader(out, new byte[5], 1, new byte[5], 2, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> UdpFrame.writeHeader(out, ALICE, 1, BOB, 2, 65_508));
        assertThatIllegalArgumentException().isThrownBy(() -> UdpFrame.writeHeader(out, ALICE, 1, BOB, 2, -1));
    }

    private static int onesComplementSum(ByteBuffer header) {
        int sum = 0;
        while (header.hasRemaining()) {
            sum += header.getShort() & 0xFFFF;
        }
        return (sum & 0xFFFF) + (sum >>> 16);
    }
}
