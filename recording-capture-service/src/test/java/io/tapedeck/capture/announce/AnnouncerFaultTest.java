package io.tapedeck.capture.announce;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.session.CaptureDescription;
import io.tapedeck.capture.spool.Manifest;
import io.tapedeck.capture.spool.Manifest.State;
import io.tapedeck.capture.spool.SpoolDirectory;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.testkit.time.Eventually;
import io.tapedeck.vital.VitalWork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of ours, where nobody expects one. */
class AnnouncerFaultTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Instant START = Instant.parse("2030-01-07T09:00:00Z");

    @TempDir
    Path root;

    private final Queue<Supplier<Producer<byte[], byte[]>>> producers = new ArrayDeque<>();
    private SpoolDirectory directory;

    @BeforeEach
    void begin() throws IOException {
        directory = new SpoolDirectory(root);
    }

    @AfterEach
    void end() throws IOException {
        directory.close();
    }

    @Test
    void a_producer_that_breaks_and_cannot_be_closed_is_replaced_and_nothing_is_forgotten() {
        producers.add(Broken::new);
        producers.add(AnnouncerFaultTest::good);
        try (var announcer = announcer()) {
            announcer.started(manifest());
            announcer.started(manifest());

            Eventually.holds(() -> announcer.announced() == 2, SOON, "both are told");
            assertThat(announcer.refused()).isZero();
            assertThat(announcer.work().state()).isEqualTo(VitalWork.State.WORKING);
        }
    }

    @Test
    void a_fault_in_what_kafka_says_ends_nothing_and_is_counted() {
        var asked = new AtomicInteger();
        producers.add(() -> new Unreliable(asked));
        producers.add(AnnouncerFaultTest::good);
        try (var announcer = announcer()) {
            announcer.started(manifest());
            Eventually.holds(() -> announcer.work().faults() > 0, SOON, "the fault is counted");
            announcer.started(manifest());

            Eventually.holds(() -> announcer.announced() == 2, SOON, "both are told all the same");
        }
    }

    private CaptureAnnouncer announcer() {
        var events = new EventsUnderWay("nowhere:9092", () -> producers.remove().get());
        return new CaptureAnnouncer(directory, new RawLocations(directory, ""), events);
    }

    private static Producer<byte[], byte[]> good() {
        return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** As one whose background thread has died. */
    private static final class Broken extends MockProducer<byte[], byte[]> {

        Broken() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
            sendException = new IllegalStateException("closed behind our back");
            closeException = new IllegalStateException("cannot be closed either");
        }
    }

    /** Its first answer cannot be looked at for a while. */
    private static final class Unreliable extends MockProducer<byte[], byte[]> {

        private final AtomicInteger asked;

        Unreliable(AtomicInteger asked) {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
            this.asked = asked;
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> event) {
            Future<RecordMetadata> real = super.send(event);
            return new CompletableFuture<>() {
                @Override
                public boolean isDone() {
                    if (asked.incrementAndGet() < 3) {
                        throw new IllegalStateException("a fault of ours");
                    }
                    return real.isDone();
                }

                @Override
                public Future.State state() {
                    return real.state();
                }
            };
        }
    }

    private static Manifest manifest() {
        var capture = new CaptureDescription(
                new CaptureId(UUID.randomUUID()),
                new SessionId(UUID.randomUUID()),
                "test",
                null,
                "abc@phone",
                Party.offnet("1001"),
                Party.offnet("1002"),
                START,
                null,
                null,
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                List.of());
        return new Manifest(1, State.OPEN, false, capture, null, null, null, null);
    }
}
