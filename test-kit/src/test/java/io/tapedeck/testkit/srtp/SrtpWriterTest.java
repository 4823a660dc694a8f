package io.tapedeck.testkit.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tapedeck.protocol.rtp.RtpPackets;
import io.tapedeck.protocol.srtp.SdesKey;
import io.tapedeck.protocol.srtp.SrtcpReader;
import io.tapedeck.protocol.srtp.SrtpReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the writer makes, the reader opens: two implementations of one standard. */
class SrtpWriterTest {

    private static final String CRYPTO = SrtpWriter.crypto(1, SrtpWriter.SUITE, 7);
    private static final int SSRC = 0xCAFE;

    private final Random random = new Random(1);
    private final SrtpReader reader = new SrtpReader(key(CRYPTO));

    @ParameterizedTest
    @ValueSource(strings = {SrtpWriter.SUITE, SrtpWriter.SUITE_WITH_SHORT_TAG})
    void packets_of_every_length_come_back(String suite) {
        String crypto = SrtpWriter.crypto(1, suite, 3) + "|2^31|99:3";
        var writer = new SrtpWriter(crypto);
        var other = new SrtpReader(key(crypto));
        for (int length = 0; length < 1_400; length += 7) {
            byte[] packet = packet(length, length);

            assertThat(opened(other, writer.rtp(packet))).as("%d bytes", length).isEqualTo(packet);
        }
    }

    @Test
    void reports_come_back_with_a_long_tag_in_every_suite() {
        String crypto = SrtpWriter.crypto(1, SrtpWriter.SUITE_WITH_SHORT_TAG, 3) + "|1:1";
        var writer = new SrtpWriter(crypto);
        var other = new SrtcpReader(key(crypto));
        for (int words = 2; words < 200; words++) {
            byte[] report = new byte[4 * words];
            random.nextBytes(report);
            byte[] secured = writer.rtcp(report);

            int length = other.open(ByteBuffer.wrap(secured), 0, secured.length);

            assertThat(ByteBuffer.wrap(secured, 0, length)).isEqualTo(ByteBuffer.wrap(report));
        }
    }

    @Test
    void sequence_numbers_roll_over_and_late_packets_are_opened_all_the_same() {
        var writer = new SrtpWriter(CRYPTO);
        byte[] first = packet(65_534, 160);
        byte[] late = packet(65_535, 160);
        byte[] next = packet(0, 160);
        byte[] lateOne = writer.rtp(first);
        byte[] lateTwo = writer.rtp(late);
        byte[] nextOne = writer.rtp(next);

        assertThat(opened(reader, lateOne)).isEqualTo(first);
        assertThat(opened(reader, nextOne)).isEqualTo(next);
        assertThat(opened(reader, lateTwo)).isEqualTo(late);
    }

    @Test
    void many_turns_that_nobody_opened_are_known_when_somebody_does() {
        var writer = new SrtpWriter(CRYPTO);
        for (int turn = 0; turn < 20; turn++) {
            for (int sequence = 0; sequence < 65_536; sequence += 16_384) {
                writer.rtp(packet(sequence, 0));
                reader.pass(SSRC, sequence);
            }
        }
        byte[] packet = packet(7, 160);

        assertThat(opened(reader, writer.rtp(packet))).isEqualTo(packet);
    }

    @Test
    void who_comes_in_the_middle_finds_the_turn() {
        var writer = new SrtpWriter(CRYPTO);
        for (int turn = 0; turn < 3; turn++) {
            writer.rtp(packet(100, 0));
            writer.rtp(packet(60_000, 0));
        }
        byte[] packet = packet(60_001, 160);

        assertThat(opened(reader, writer.rtp(packet))).isEqualTo(packet);
    }

    @Test
    void each_source_has_its_own_turns() {
        var one = new SrtpWriter(CRYPTO);
        var other = new SrtpWriter(CRYPTO);
        assertThat(opened(reader, one.rtp(packet(65_535, 10)))).isNotEmpty();
        byte[] stranger = packet(65_535, 10);
        stranger[8] = 1;
        assertThat(opened(reader, other.rtp(stranger))).isEqualTo(stranger);
        byte[] next = packet(0, 10);

        assertThat(opened(reader, one.rtp(next))).isEqualTo(next);
    }

    @Test
    void a_key_that_follows_another_goes_on_with_its_turns_or_begins_anew() {
        for (boolean anew : new boolean[] {false, true}) {
            String crypto = SrtpWriter.crypto(1, SrtpWriter.SUITE, 8);
            var before = new SrtpReader(key(CRYPTO));
            for (int i = 0; i < 40; i++) {
                before.pass(SSRC, i * 32_000 & 0xFFFF);
            }
            var after = new SrtpReader(key(crypto));
            after.follow(before);
            var writer = new SrtpWriter(crypto);
            for (int i = 0; i < 40 && !anew; i++) {
                writer.rtp(packet(i * 32_000 & 0xFFFF, 0));
            }
            byte[] packet = packet(39 * 32_000 + 1 & 0xFFFF, 160);

            assertThat(opened(after, writer.rtp(packet))).as("anew %s", anew).isEqualTo(packet);
        }
    }

    /** What the relay promises for its thread; it has many packets, and each opens in memory that is there. */
    @Test
    void a_packet_costs_no_memory() {
        ByteBuffer memory = ByteBuffer.allocateDirect(1_000);
        var writer = new SrtpWriter(CRYPTO);
        byte[] voice = writer.rtp(packet(1, 160));
        byte[] report = writer.rtcp(new byte[60]);
        var reports = new SrtcpReader(key(CRYPTO));
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        boolean authentic = opens(memory, voice, reports, report);

        long before = thread.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 2_000; i++) {
            authentic &= opens(memory, voice, reports, report);
        }
        long allocated = thread.getCurrentThreadAllocatedBytes() - before;

        assertThat(authentic).isTrue();
        assertThat(allocated).isLessThan(2_000); // not one byte a packet
    }

    private boolean opens(ByteBuffer memory, byte[] voice, SrtcpReader reports, byte[] report) {
        memory.put(100, voice).put(500, report);
        return reader.open(memory, 100, voice.length) == voice.length - 10
                & reports.open(memory, 500, report.length) == report.length - 14;
    }

    private byte[] packet(int sequence, int length) {
        byte[] payload = new byte[length];
        random.nextBytes(payload);
        ByteBuffer out = ByteBuffer.allocate(RtpPackets.HEADER_LENGTH + length);
        RtpPackets.write(out, 0, false, sequence & 0xFFFF, 160 * sequence, SSRC, ByteBuffer.wrap(payload));
        return out.array();
    }

    private static byte[] opened(SrtpReader reader, byte[] packet) {
        ByteBuffer buffer = ByteBuffer.wrap(packet.clone());
        if (!reader.open(buffer)) {
            return new byte[0];
        }
        byte[] result = new byte[buffer.remaining()];
        buffer.get(result);
        return result;
    }

    private static SdesKey key(String crypto) {
        return SdesKey.parse(crypto).getFirst();
    }
}
