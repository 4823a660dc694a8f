package io.tapedeck.capture.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tapedeck.protocol.ip.UdpFrame;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FrameHeaderTest {

    private static final byte[] OURS = {(byte) 192, 0, 2, 1};
    private static final byte[] OURS_6 = {0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private final PacketRing ring = new PacketRing(0, 64 * 1024);
    private final FrameHeader header = new FrameHeader(OURS, 30_000);

    @Test
    void packets_of_one_kind_have_one_header() {
        int first = put(new byte[] {10, 0, 0, 1}, 4_000, 172);
        int second = put(new byte[] {10, 0, 0, 1}, 4_000, 172);

        byte[] before = header.of(ring.records(), first).clone();

        assertThat(header.of(ring.records(), second)).isEqualTo(before);
    }

    @Test
    void every_difference_makes_a_new_one() {
        assertThat(written(put(new byte[] {10, 0, 0, 1}, 4_000, 172))).isEqualTo("10.0.0.1:4000 172");
        assertThat(written(put(new byte[] {10, 0, 0, 2}, 4_000, 172))).isEqualTo("10.0.0.2:4000 172");
        assertThat(written(put(new byte[] {10, 0, 0, 2}, 60_001, 172))).isEqualTo("10.0.0.2:60001 172");
        assertThat(written(put(new byte[] {10, 0, 0, 2}, 60_001, 0))).isEqualTo("10.0.0.2:60001 0");
    }

    @Test
    void a_longer_address_counts_to_its_last_byte() {
        var six = new FrameHeader(OURS_6, 30_000);
        byte[] source = OURS_6.clone();
        byte[] before = six.of(ring.records(), put(source, 4_000, 172)).clone();

        source[15] = 2;

        assertThat(six.of(ring.records(), put(source, 4_000, 172))).isNotEqualTo(before);
    }

    @Test
    void an_address_of_the_other_family_is_refused_and_forgotten() {
        int good = put(new byte[] {10, 0, 0, 1}, 4_000, 172);
        byte[] before = header.of(ring.records(), good).clone();

        assertThatIllegalArgumentException().isThrownBy(() -> header.of(ring.records(), put(OURS_6, 4_000, 172)));

        assertThat(header.of(ring.records(), good)).isEqualTo(before);
    }

    private String written(int record) {
        ByteBuffer frame = ByteBuffer.allocate(256);
        int payload = ring.records().getInt(record + PacketRing.LENGTH_AT);
        frame.put(header.of(ring.records(), record)).position(frame.position() + payload);
        var read = new UdpFrame();
        assertThat(read.wrap(frame.flip())).isTrue();
        byte[] source = read.sourceAddress();
        return source[0] + "." + source[1] + "." + source[2] + "." + source[3] + ":" + read.sourcePort() + " "
                + read.payloadLength();
    }

    /** @return where the record stands */
    private int put(byte[] source, int port, int length) {
        int offset = ring.claim();
        ring.commit(offset, length, 1, 1, source, port);
        return offset - PacketRing.HEADER;
    }
}
