package io.tapedeck.capture.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PacketRingTest {

    private static final byte[] SOURCE = {(byte) 192, 0, 2, 7};

    private final PacketRing ring = new PacketRing(0, 64 * 1024);

    @Test
    void what_is_committed_comes_out_with_all_that_is_known_of_it() {
        put(new byte[] {1, 2, 3}, 5, 77L);
        ring.publish();

        List<String> seen = new ArrayList<>();
        drain((tap, nanos, address, port, datagram) -> seen.add(tap + " " + nanos + " " + (address[0] & 0xFF) + ":"
                + port + " " + datagram.remaining() + " " + datagram.get(datagram.position() + 2)));

        assertThat(seen).containsExactly("5 77 192:60001 3 3");
    }

    @Test
    void nothing_is_seen_before_it_is_published() {
        put(new byte[10], 1, 1);

        assertThat(drain((_, _, _, _, _) -> {})).isFalse();
    }

    @Test
    void a_full_ring_has_no_room_and_loses_nothing_of_what_it_holds() {
        int held = 0;
        while (put(new byte[1_000], 1, held)) {
            held++;
        }
        ring.publish();

        var count = new AtomicLong();
        drain((_, nanos, _, _, _) -> assertThat(nanos).isEqualTo(count.getAndIncrement()));

        assertThat(held).isGreaterThan(40);
        assertThat(count).hasValue(held);
        assertThat(put(new byte[1_000], 1, 0)).isTrue();
    }

    @Test
    void what_is_not_released_is_seen_again_and_what_is_never() {
        put(new byte[10], 1, 1);
        put(new byte[10], 1, 2);
        ring.publish();
        List<Long> seen = new ArrayList<>();
        long first = ring.endOfRun(ring.published(), PacketRing.LARGEST_RECORD);

        ring.visit(first, record -> seen.add(nanosOf(record)));
        ring.visit(first, record -> seen.add(nanosOf(record)));
        ring.release(first);

        assertThat(seen).containsExactly(1L, 2L, 1L, 2L);
        assertThat(drain((_, _, _, _, _) -> {})).isFalse();
    }

    @Test
    void a_writer_that_keeps_up_leaves_the_relay_with_the_same_memory() {
        var roomy = new PacketRing(0, 64 * 1024 * 1024);
        Set<Integer> places = new HashSet<>();

        for (int i = 0; i < 100_000; i++) {
            int offset = roomy.claim();
            roomy.commit(offset, 1_000, 1, i, SOURCE, 60_001);
            roomy.publish();
            long end = roomy.endOfRun(roomy.published(), PacketRing.LARGEST_RECORD);
            roomy.release(end);
            places.add(offset / (1024 * 1024));
        }

        assertThat(places).hasSize(1);
    }

    @Test
    void a_writer_that_stops_at_any_moment_leaves_nearly_all_of_the_memory_as_room() {
        var roomy = new PacketRing(0, 4 * 1024 * 1024);
        for (int i = 0; i < 10_000; i++) {
            roomy.commit(roomy.claim(), 1_000, 1, i, SOURCE, 60_001);
            roomy.publish();
            roomy.release(roomy.endOfRun(roomy.published(), PacketRing.LARGEST_RECORD));
        }

        int held = 0;
        for (int offset = roomy.claim(); offset != PacketRing.NO_ROOM; offset = roomy.claim()) {
            roomy.commit(offset, 1_000, 1, held++, SOURCE, 60_001);
        }

        assertThat(held * 1_048L).isGreaterThan(roomy.capacity() * 9 / 10 - 256 * 1024);
    }

    @Test
    void two_threads_agree_on_every_byte_over_many_turns_of_the_ring() throws InterruptedException {
        int packets = 200_000;
        var expected = new Random(1);
        var read = new AtomicLong();
        var wrong = new AtomicLong();
        Thread consumer = Thread.ofPlatform().start(() -> {
            while (read.get() < packets) {
                if (!drain((_, nanos, _, _, datagram) -> {
                    wrong.addAndGet(nanos == read.getAndIncrement() && isWhole(datagram, expected) ? 0 : 1);
                })) {
                    Thread.onSpinWait();
                }
            }
        });

        var random = new Random(1);
        for (int i = 0; i < packets; i++) {
            byte[] packet = new byte[1 + random.nextInt(400)];
            packet[0] = (byte) packet.length;
            packet[packet.length - 1] = (byte) packet.length;
            while (!put(packet, 1, i)) {
                Thread.onSpinWait();
            }
            ring.publish();
        }
        consumer.join();

        assertThat(wrong).hasValue(0);
    }

    /** Consumes all there is, as the writer does. */
    private boolean drain(PacketReader reader) {
        boolean found = false;
        long tail = ring.published();
        for (long end = end(tail); end > ring.head(); end = end(tail)) {
            ring.visit(end, record -> read(record, reader));
            ring.release(end);
            found = true;
        }
        return found;
    }

    private long end(long tail) {
        return ring.endOfRun(tail, JournalFormat.LONGEST_BODY);
    }

    private void read(int record, PacketReader reader) {
        ByteBuffer records = ring.records();
        var address = new byte[records.get(record + PacketRing.ADDRESS_LENGTH_AT)];
        records.get(record + PacketRing.ADDRESS_AT, address);
        int port = Short.toUnsignedInt(records.getShort(record + PacketRing.PORT_AT));
        int length = records.getInt(record + PacketRing.LENGTH_AT);
        ByteBuffer datagram = records.slice(record + PacketRing.HEADER, length);
        reader.packet(records.getInt(record + PacketRing.TAP_AT), nanosOf(record), address, port, datagram);
    }

    private long nanosOf(int record) {
        return ring.records().getLong(record + PacketRing.TIME_AT);
    }

    private interface PacketReader {
        void packet(int tap, long nanos, byte[] address, int port, ByteBuffer datagram);
    }

    private static boolean isWhole(ByteBuffer datagram, Random expected) {
        int length = 1 + expected.nextInt(400);
        return datagram.remaining() == length
                && datagram.get(datagram.position()) == (byte) length
                && datagram.get(datagram.limit() - 1) == (byte) length;
    }

    private boolean put(byte[] packet, int tap, long nanos) {
        int offset = ring.claim();
        if (offset == PacketRing.NO_ROOM) {
            return false;
        }
        // as a receiving channel does: the limit is behind the largest, then behind the actual datagram
        ring.memory().limit(offset + PacketRing.LARGEST_PACKET).position(offset).put(packet);
        ring.memory().limit(offset + packet.length).position(offset);
        ring.commit(offset, packet.length, tap, nanos, SOURCE, 60_001);
        return true;
    }
}
