package io.tapedeck.capture.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.RawCapture;
import io.tapedeck.capture.RelayedPhones;
import io.tapedeck.capture.TestNode;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JsonNode;

/** Real calls through a real relay while the disk takes nothing, or says no. */
class StalledDiskTest {

    /** Five seconds of both directions at 20 ms. */
    private static final int PAIRS_IN_FIVE_SECONDS = 250;

    @TempDir
    Path spool;

    @Test
    void five_seconds_of_a_call_wait_in_the_ring_for_a_disk_that_hangs() {
        try (var node = node("1MB");
                var call = new RelayedPhones(node, "c").talk()) {
            Disk disk = node.bean(Disk.class);
            disk.hang();

            for (int i = 0; i < PAIRS_IN_FIVE_SECONDS; i++) {
                call.talk(); // each packet has arrived at the other party before the next is sent
            }
            Eventually.holds(() -> disk.hung.get() > 0, Duration.ofSeconds(10), "the disk is asked and hangs");
            disk.goOn();
            String capture = RelayedPhones.captureOf(call.hangUp());
            JsonNode manifest = node.sealedManifest(capture);

            assertThat(manifest.at("/capture/droppedPackets").intValue()).isZero();
            assertThat(RawCapture.read(node.media(capture)).packets()).hasSize(2 * (PAIRS_IN_FIVE_SECONDS + 1));
        }
    }

    @Test
    void what_the_ring_has_no_room_for_is_counted_to_the_packet_and_relayed_all_the_same() {
        try (var node = node("64KB");
                var call = new RelayedPhones(node, "c").talk()) {
            Disk disk = node.bean(Disk.class);
            disk.hang();

            for (int i = 0; i < PAIRS_IN_FIVE_SECONDS; i++) {
                call.talk();
            }
            disk.goOn();
            String capture = RelayedPhones.captureOf(call.hangUp());
            JsonNode manifest = node.sealedManifest(capture);

            int dropped = manifest.at("/capture/droppedPackets").intValue();
            List<byte[]> sent = new ArrayList<>(call.alice.sent());
            sent.addAll(call.bob.sent());
            List<byte[]> kept = RawCapture.read(node.media(capture)).packets().stream()
                    .map(RawCapture.Packet::payload)
                    .toList();
            assertThat(dropped).isPositive();
            assertThat(kept).hasSize(sent.size() - dropped);
            assertThat(kept).usingElementComparator(Arrays::compare).isSubsetOf(sent);
            assertThat(manifest.at("/media/packets").intValue()).isEqualTo(kept.size());
        }
    }

    @Test
    void a_disk_that_turned_read_only_is_seen_in_health_and_costs_the_call_nothing() {
        try (var node = node("1MB");
                var call = new RelayedPhones(node, "c").talk()) {
            Disk disk = node.bean(Disk.class);
            CaptureSpool captures = node.bean(CaptureSpool.class);
            disk.isReadOnly.set(true);

            Eventually.holds(
                    () -> {
                        call.talk();
                        return captures.journalState() == JournalState.FAILING;
                    },
                    Duration.ofSeconds(10),
                    "the journal is refused");
            assertThat(captures.counters().failures()).isPositive();
            disk.isReadOnly.set(false);
            Eventually.holds(
                    () -> {
                        call.talk();
                        return captures.journalState() == JournalState.WRITING;
                    },
                    Duration.ofSeconds(10),
                    "the journal is written again");

            String capture = RelayedPhones.captureOf(call.hangUp());
            JsonNode manifest = node.sealedManifest(capture);
            int relayed = call.alice.sent().size() + call.bob.sent().size();
            int lost = manifest.at("/capture/droppedPackets").intValue();
            assertThat(RawCapture.read(node.media(capture)).packets()).hasSize(relayed - lost);
        }
    }

    private TestNode node(String ring) {
        return TestNode.startBeside(List.of(World.class), spool, "--tapedeck.capture.ring=" + ring);
    }

    /** A disk between service and files; without a stereotype, or every node of every test would have it. */
    static class World {

        @Bean
        Disk disk() {
            return new Disk();
        }
    }

    /** Hangs or refuses when told to. */
    static final class Disk implements MediaOutput.Opener {

        private final AtomicBoolean isReadOnly = new AtomicBoolean();
        private final AtomicInteger hung = new AtomicInteger();
        private volatile CountDownLatch gate = new CountDownLatch(0);

        void hang() {
            gate = new CountDownLatch(1);
        }

        void goOn() {
            gate.countDown();
        }

        @Override
        public MediaOutput open(Path file) throws IOException {
            pass();
            MediaOutput real = MediaOutput.open(file);
            return new MediaOutput() {

                @Override
                public void write(ByteBuffer bytes, long position) throws IOException {
                    pass();
                    real.write(bytes, position);
                }

                @Override
                public void truncate(long length) throws IOException {
                    pass();
                    real.truncate(length);
                }

                @Override
                public void sync() throws IOException {
                    pass();
                    real.sync();
                }

                @Override
                public long copyTo(Path copy) throws IOException {
                    pass();
                    return real.copyTo(copy);
                }

                @Override
                public void close() throws IOException {
                    real.close();
                }
            };
        }

        private void pass() throws IOException {
            if (isReadOnly.get()) {
                throw new IOException("Read-only file system");
            }
            try {
                if (gate.getCount() > 0) {
                    hung.incrementAndGet();
                }
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }
}
