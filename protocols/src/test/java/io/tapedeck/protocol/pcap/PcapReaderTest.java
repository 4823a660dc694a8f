package io.tapedeck.protocol.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PcapReaderTest {

    private final PcapReader reader = new PcapReader();

    @Test
    void microseconds_in_little_endian_become_nanoseconds() throws Exception {
        ByteBuffer file = file(ByteOrder.LITTLE_ENDIAN, 0xa1b2c3d4, 1, 2_000_000_000, 5, 3)
                .flip();

        PcapReader.Frame frame = reader.next(file);

        assertThat(frame).isNotNull();
        assertThat(frame.unixNanos()).isEqualTo(2_000_000_000_000_005_000L);
        assertThat(frame.linkType()).isEqualTo(1);
        assertThat(frame.frame().remaining()).isEqualTo(3);
        assertThat(reader.next(file)).isNull();
    }

    @Test
    void nanoseconds_in_big_endian_stay_what_they_are() throws Exception {
        PcapReader.Frame frame =
                reader.next(file(ByteOrder.BIG_ENDIAN, 0xa1b23c4d, 101, 7, 5, 3).flip());

        assertThat(frame).isNotNull();
        assertThat(frame.unixNanos()).isEqualTo(7_000_000_005L);
        assertThat(frame.linkType()).isEqualTo(101);
    }

    @Test
    void a_record_torn_off_is_waited_for_and_never_given() throws Exception {
        ByteBuffer file = file(ByteOrder.LITTLE_ENDIAN, 0xa1b2c3d4, 1, 1, 0, 10).flip();
        file.limit(file.limit() - 1);

        assertThat(reader.next(file)).isNull();
        assertThat(file.position()).isEqualTo(24);
    }

    @Test
    void a_letter_is_no_capture() {
        ByteBuffer letter = ByteBuffer.wrap("Dear Sir or Madam, this is a letter".getBytes(StandardCharsets.US_ASCII));

        assertThat(PcapReader.recognizes(letter)).isFalse();
        assertThatExceptionOfType(PcapException.class).isThrownBy(() -> reader.next(letter));
    }

    @Test
    void an_absurd_length_is_damage() {
        ByteBuffer file = file(ByteOrder.LITTLE_ENDIAN, 0xa1b2c3d4, 1, 1, 0, 0);
        file.putInt(32, -1).flip();

        assertThatExceptionOfType(PcapException.class).isThrownBy(() -> reader.next(file));
    }

    private static ByteBuffer file(ByteOrder order, int magic, int link, int seconds, int fraction, int length) {
        return ByteBuffer.allocate(100)
                .order(order)
                .putInt(magic)
                .putShort((short) 2) // version 2.4
                .putShort((short) 4)
                .putLong(0) // reserved
                .putInt(65_535) // snap length
                .putInt(link)
                .putInt(seconds)
                .putInt(fraction)
                .putInt(length) // captured
                .putInt(length) // on the wire
                .put(new byte[length]);
    }
}
