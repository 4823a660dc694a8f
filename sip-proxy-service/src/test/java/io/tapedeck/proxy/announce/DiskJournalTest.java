package io.tapedeck.proxy.announce;

import static io.tapedeck.proxy.announce.ExampleCalls.answered;
import static io.tapedeck.proxy.announce.ExampleCalls.ended;
import static io.tapedeck.proxy.announce.ExampleCalls.session;
import static io.tapedeck.proxy.announce.ExampleCalls.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.proxy.announce.CallJournal.OpenCall;
import io.tapedeck.testkit.leaks.LeakCheck;
import io.tapedeck.testkit.time.Eventually;
import io.tapedeck.testkit.time.SteppingClock;
import io.tapedeck.vital.VitalWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class DiskJournalTest {

    private static final long LARGE = 1_000_000;

    @TempDir
    Path folder;

    private final SteppingClock clock = new SteppingClock(ExampleCalls.NINE);
    private final CallEventJson json = ExampleCalls.json(clock);

    @Test
    void what_is_published_is_read_in_order_and_again_after_a_restart() throws IOException {
        try (var journal = journal(LARGE)) {
            journal.publish("node:1", started(1));
            journal.publish("node:1", answered(1));
            assertThat(events(journal, 0)).containsExactly(started(1), answered(1));
            journal.publish("node:2", started(2));
        }

        try (var journal = journal(LARGE)) {
            assertThat(events(journal, 0)).containsExactly(started(1), answered(1), started(2));
            assertThat(events(journal, 2)).containsExactly(started(2));
            assertThat(journal.end()).isEqualTo(3);
        }
    }

    @Test
    void who_is_interrupted_while_it_publishes_breaks_the_journal_for_nobody() throws Exception {
        try (var journal = journal(LARGE)) {
            Thread interrupted = Thread.ofVirtual().start(() -> {
                Thread.currentThread().interrupt();
                journal.publish("node:1", started(1));
            });
            interrupted.join();
            journal.publish("node:1", answered(1));

            assertThat(events(journal, 0)).containsExactly(started(1), answered(1));
        }
    }

    @Test
    void how_an_open_session_stood_last_is_known_until_its_end_also_after_a_restart() throws IOException {
        try (var journal = journal(LARGE)) {
            journal.publish("node:1", started(1));
            journal.publish("node:1", answered(1));
            assertThat(journal.open(session(1)))
                    .contains(new OpenCall("node:1", answered(1).call()));
        }

        try (var journal = journal(LARGE)) {
            assertThat(journal.open(session(1)))
                    .contains(new OpenCall("node:1", answered(1).call()));
            journal.publish("node:1", ended(1));
            assertThat(journal.open(session(1))).isEmpty();
        }
    }

    @Test
    void a_session_without_an_end_is_found_open_with_its_node() throws IOException {
        try (var journal = journal(LARGE)) {
            journal.publish("node:1", started(1));
            journal.publish("node:2", started(2));
            journal.publish("node:2", ended(2));
        }

        try (var journal = journal(LARGE)) {
            assertThat(journal.recovered()).containsOnlyKeys(session(1));
            assertThat(journal.recovered().get(session(1)).lastEntry().node()).isEqualTo("node:1");
        }
    }

    @Test
    void open_sessions_outlive_their_segment_again_and_again() throws IOException {
        for (int round = 0; round < 3; round++) {
            try (var journal = journal(1)) {
                if (round == 0) {
                    journal.publish("node:1", answered(1));
                }
                for (int call = 10; call < 20; call++) {
                    journal.publish("node:2", started(call));
                    journal.publish("node:2", ended(call));
                }
                journal.forgetBefore(journal.end());
                assertThat(segments()).hasSizeLessThanOrEqualTo(2);
            }
        }

        try (var journal = journal(1)) {
            assertThat(journal.recovered()).containsOnlyKeys(session(1));
            assertThat(journal.recovered().get(session(1)).lastEntry().node()).isEqualTo("node:1");
            assertThat(journal.end()).isEqualTo(61);
        }
    }

    @Test
    void a_reader_follows_across_segments_while_they_grow() throws IOException {
        try (var journal = journal(1);
                var reader = new JournalReader(journal, 0)) {
            for (int call = 1; call <= 20; call++) {
                journal.publish("node:1", started(call));
                JournalEntry entry = reader.next();

                assertThat(entry).isNotNull();
                assertThat(entry.session()).isEqualTo(session(call));
                assertThat(reader.event()).isEqualTo(call);
                assertThat(reader.next()).isNull();
            }
        }
    }

    @Test
    void a_journal_torn_at_any_byte_keeps_what_came_before() throws IOException {
        try (var journal = journal(LARGE)) {
            journal.publish("node:1", started(1));
            journal.publish("node:1", ended(1));
            journal.publish("node:1", started(2));
        }
        Path segment = segments().getFirst();
        int size = (int) Files.size(segment);
        int frame = size / 3;

        try (var file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            for (int length = size; length >= 0; length -= 1) {
                file.truncate(length);
                JournalRecovery recovery = JournalRecovery.of(folder, json);

                long complete = recovery.nextEvent();
                assertThat(recovery.segments().getFirst().bytes()).isLessThanOrEqualTo(length);
                assertThat(complete)
                        .isBetween((long) length / (frame + 200), Math.min(3, (long) length / (frame - 200)));
                assertThat(recovery.open()).hasSize(complete % 2 == 1 ? 1 : 0);
            }
        }
    }

    @Test
    void a_torn_tail_is_not_written_behind() throws IOException {
        try (var journal = journal(LARGE)) {
            journal.publish("node:1", started(1));
            journal.publish("node:1", started(2));
        }
        Path segment = segments().getFirst();
        byte[] whole = Files.readAllBytes(segment);
        Files.write(segment, Arrays.copyOf(whole, whole.length - 1));

        try (var journal = journal(LARGE)) {
            journal.publish("node:1", started(3));
            assertThat(events(journal, 0)).containsExactly(started(1), started(3));
        }
        try (var journal = journal(LARGE)) {
            assertThat(events(journal, 0)).containsExactly(started(1), started(3));
        }
    }

    @Test
    void a_flipped_bit_ends_its_segment_and_no_other() throws IOException {
        try (var journal = journal(1)) {
            for (int call = 1; call <= 3; call++) {
                journal.publish("node:1", started(call));
            }
        }
        Path second = segments().get(1);
        byte[] bytes = Files.readAllBytes(second);
        bytes[bytes.length - 10] ^= 1;
        Files.write(second, bytes);

        try (var journal = journal(1)) {
            assertThat(events(journal, 0)).containsExactly(started(1), started(3));
        }
    }

    @Test
    void the_last_sign_of_life_of_an_open_call_is_the_last_heartbeat() throws IOException {
        try (var journal = journal(LARGE, Duration.ofMillis(200))) {
            journal.publish("node:1", answered(1));
            long before = Files.size(segments().getFirst());
            clock.advance(Duration.ofMinutes(7));
            Eventually.holds(() -> sizeOf(segments().getFirst()) > before, Duration.ofSeconds(30), "a heartbeat");
        }

        try (var journal = journal(LARGE)) {
            assertThat(journal.recovered().get(session(1)).lastSign())
                    .isEqualTo(ExampleCalls.NINE.plus(Duration.ofMinutes(7)));
        }
    }

    /** Whose heart does not beat while a test looks at its bytes. */
    @Test
    void a_fault_of_ours_does_not_end_the_keeper_and_is_told() throws IOException {
        var isBroken = new AtomicBoolean();
        InstantSource sometimes = () -> {
            if (isBroken.get()) {
                throw new IllegalStateException("unforeseen");
            }
            return ExampleCalls.NINE;
        };
        var settings = new JournalSettings(folder, LARGE, Duration.ofMillis(5), Duration.ofMillis(5));
        try (var journal = new DiskJournal(settings, json, sometimes, new SimpleMeterRegistry())) {
            journal.publish("node:1", started(1));

            isBroken.set(true);
            Eventually.holds(() -> journal.work().faults() > 2, Duration.ofSeconds(30), "the keeper tries again");
            isBroken.set(false);

            Eventually.holds(
                    () -> journal.work().state() == VitalWork.State.WORKING,
                    Duration.ofSeconds(30),
                    "the keeper is at work");
        }
    }

    private DiskJournal journal(long segmentBytes) throws IOException {
        return journal(segmentBytes, Duration.ofMinutes(1));
    }

    private DiskJournal journal(long segmentBytes, Duration heartbeat) throws IOException {
        var settings = new JournalSettings(folder, segmentBytes, Duration.ofMillis(20), heartbeat);
        return new DiskJournal(settings, json, clock, new SimpleMeterRegistry());
    }

    private List<CallEvent> events(DiskJournal journal, long from) throws IOException {
        var events = new ArrayList<CallEvent>();
        try (var reader = new JournalReader(journal, from)) {
            for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
                events.add(json.read(entry.event()).data());
            }
        }
        return events;
    }

    private List<Path> segments() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".journal"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long sizeOf(Path file) {
        return file.toFile().length();
    }
}
