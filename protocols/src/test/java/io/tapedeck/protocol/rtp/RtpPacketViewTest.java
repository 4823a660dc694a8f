package io.tapedeck.protocol.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import io.tapedeck.protocol.Bytes;
import java.lang.management.ManagementFactory;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtpPacketViewTest {

    private static final String PLAIN = """
            80          // version 2, no padding, no extension, no CSRC
            88          // marker, payload type 8
            ffff        // sequence number
            fffffff0    // timestamp
            deadbeef    // SSRC
            d5d5d5d5    // payload
            """;

    private static final String FULL = """
            b2          // version 2, padding, extension, two CSRCs
            60          // no marker, payload type 96
            0001        // sequence number
            00000000    // timestamp
            00000001    // SSRC
            00000002    // CSRC 1
            00000003    // CSRC 2
            bede        // extension: one-byte headers (RFC 8285)
            0001        // extension: one word
            10ff0000    // extension element 1, padded
            c0ffee      // payload
            00000004    // padding of four, which counts itself
            """;

    private final RtpPacketView view = new RtpPacketView();

    @Test
    void reads_every_field_of_a_plain_packet() {
        ByteBuffer packet = Bytes.of(PLAIN);

        assertThat(view.wrap(packet)).isTrue();

        assertThat(view.marker()).isTrue();
        assertThat(view.payloadType()).isEqualTo(8);
        assertThat(view.sequenceNumber()).isEqualTo(65_535);
        assertThat(view.timestamp()).isEqualTo(0xFFFF_FFF0);
        assertThat(view.ssrc()).isEqualTo(0xDEAD_BEEF);
        assertThat(view.csrcCount()).isZero();
        assertThat(view.hasExtension()).isFalse();
        assertThat(view.payloadOffset()).isEqualTo(12);
        assertThat(view.payloadLength()).isEqualTo(4);
    }

    @Test
    void leaves_csrcs_extension_and_padding_out_of_the_payload() {
        assertThat(view.wrap(Bytes.of(FULL))).isTrue();

        assertThat(view.csrcCount()).isEqualTo(2);
        assertThat(view.hasExtension()).isTrue();
        assertThat(view.marker()).isFalse();
        assertThat(view.payloadType()).isEqualTo(96);
        assertThat(Bytes.in(view.payload())).containsExactly(0xC0, 0xFF, 0xEE);
    }

    @Test
    void reads_in_the_middle_of_a_little_endian_buffer_and_moves_nothing() {
        byte[] packet = Bytes.in(Bytes.of(PLAIN));
        ByteBuffer buffer = ByteBuffer.allocateDirect(100).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(40, packet).position(7);
        byte[] payload = new byte[6];

        assertThat(view.wrap(buffer, 40, packet.length)).isTrue();
        view.copyPayload(payload, 1);

        assertThat(view.ssrc()).isEqualTo(0xDEAD_BEEF);
        assertThat(view.payloadOffset()).isEqualTo(52);
        assertThat(payload).containsExactly(0, 0xD5, 0xD5, 0xD5, 0xD5, 0);
        assertThat(buffer.position()).isEqualTo(7);
    }

    @Test
    void a_packet_cut_anywhere_before_its_payload_is_refused() {
        ByteBuffer packet = Bytes.of(FULL.replace("b2 ", "92 ")); // no padding
        int header = 12 + 8 + 8;

        for (int length = 0; length < header; length++) {
            assertThat(view.wrap(packet, 0, length)).as("%d bytes", length).isFalse();
        }
        assertThat(view.wrap(packet, 0, header)).isTrue();
        assertThat(view.payloadLength()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00 00 0001 00000000 00000001 d5", // version 0: STUN, ZRTP
                "40 00 0001 00000000 00000001 d5", // version 1
                "c0 00 0001 00000000 00000001 d5", // version 3
                "a0 00 0001 00000000 00000001 00", // padding of none
                "a0 00 0001 00000000 00000001 02", // padding reaches into the header
                "8f 00 0001 00000000 00000001 d5", // fifteen CSRCs that are not there
                "90 00 0001 00000000 00000001 bede", // half an extension header
                "90 00 0001 00000000 00000001 bedeffff 00", // an extension of 262,140 bytes
            })
    void refuses_what_contradicts_itself(String hex) {
        assertThat(view.wrap(Bytes.of(hex))).isFalse();
    }

    @Test
    void refuses_a_range_outside_of_the_buffer() {
        ByteBuffer packet = Bytes.of(PLAIN);

        assertThat(view.wrap(packet, -1, 16)).isFalse();
        assertThat(view.wrap(packet, 1, 16)).isFalse();
        assertThat(view.wrap(packet, Integer.MAX_VALUE, 16)).isFalse();
        assertThat(view.wrap(packet, 0, Integer.MAX_VALUE)).isFalse();
        assertThat(view.wrap(packet, 0, -1)).isFalse();
    }

    @Test
    void keeps_showing_the_last_good_packet() {
        view.wrap(Bytes.of(PLAIN));

        assertThat(view.wrap(Bytes.of("00"))).isFalse();

        assertThat(view.ssrc()).isEqualTo(0xDEAD_BEEF);
    }

    @Test
    void what_is_written_is_read() {
        ByteBuffer out = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);

        RtpPackets.write(out, 127, true, 65_536 + 5, -1, -2, ByteBuffer.wrap(new byte[] {1, 2, 3}));

        assertThat(view.wrap(out.flip())).isTrue();
        assertThat(view.payloadType()).isEqualTo(127);
        assertThat(view.marker()).isTrue();
        assertThat(view.sequenceNumber()).isEqualTo(5);
        assertThat(view.timestamp()).isEqualTo(-1);
        assertThat(view.ssrc()).isEqualTo(-2);
        assertThat(Bytes.in(view.payload())).containsExactly(1, 2, 3);
    }

    @Test
    void writes_all_or_nothing() {
        ByteBuffer out = ByteBuffer.allocate(14);

        assertThatExceptionOfType(BufferOverflowException.class)
                .isThrownBy(() -> RtpPackets.write(out, 0, false, 1, 1, 1, ByteBuffer.allocate(3)));

        assertThat(out.position()).isZero();
    }

    @Test
    void rtcp_is_told_by_its_second_byte() {
        assertThat(RtpPackets.looksLikeRtcp(Bytes.of("80c8"), 0, 2)).isTrue(); // sender report
        assertThat(RtpPackets.looksLikeRtcp(Bytes.of("80c0"), 0, 2)).isTrue();
        assertThat(RtpPackets.looksLikeRtcp(Bytes.of("80df"), 0, 2)).isTrue();
        assertThat(RtpPackets.looksLikeRtcp(Bytes.of("80bf"), 0, 2)).isFalse();
        assertThat(RtpPackets.looksLikeRtcp(Bytes.of("80e0"), 0, 2)).isFalse(); // marker, payload type 96
        assertThat(RtpPackets.looksLikeRtcp(Bytes.of("8088"), 0, 2)).isFalse();
        assertThat(RtpPackets.looksLikeRtcp(Bytes.of("80c8"), 0, 1)).isFalse();
        assertThat(RtpPackets.looksLikeRtcp(Bytes.of("80c8"), 1, 2)).isFalse();
    }

    @Test
    void a_packet_costs_no_memory() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ByteBuffer packet = Bytes.of(FULL);
        byte[] payload = new byte[100];
        long sum = readMany(packet, payload); // first use loads classes

        long before = threads.getCurrentThreadAllocatedBytes();
        sum += readMany(packet, payload);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(sum).isPositive();
        assertThat(allocated).isLessThan(50_000); // a byte per packet would be more
    }

    private long readMany(ByteBuffer packet, byte[] payload) {
        long sum = 0;
        for (int i = 0; i < 50_000; i++) {
            if (!RtpPackets.looksLikeRtcp(packet, 0, packet.limit()) && view.wrap(packet)) {
                view.copyPayload(payload, 0);
                sum += view.payloadType() + view.sequenceNumber() + view.ssrc() + view.timestamp() + payload[0] & 0xFF;
            }
        }
        return sum;
    }
}
