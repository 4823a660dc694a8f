package io.tapedeck.proxy.announce;

import static io.tapedeck.proxy.announce.ExampleCalls.NINE;
import static io.tapedeck.proxy.announce.ExampleCalls.answered;
import static io.tapedeck.proxy.announce.ExampleCalls.ended;
import static io.tapedeck.proxy.announce.ExampleCalls.session;
import static io.tapedeck.proxy.announce.ExampleCalls.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.calls.CallEvent.CallEnded;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.proxy.announce.InterruptedCalls.AdoptionSettings;
import io.tapedeck.proxy.policy.Medium;
import io.tapedeck.proxy.recording.MediaAnchor;
import io.tapedeck.testkit.leaks.LeakCheck;
import io.tapedeck.testkit.time.Eventually;
import io.tapedeck.testkit.time.SteppingClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class InterruptedCallsTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final SteppingClock clock = new SteppingClock(NINE);
    private final Node node = new Node();

    @BeforeEach
    void a_proxy_dies_with_one_call_up_one_ringing_and_one_over() throws IOException {
        try (var journal = journal()) {
            journal.publish("node:1", started(1));
            journal.publish("node:1", answered(1));
            journal.publish("node:1", started(2));
            journal.publish("node:1", started(3));
            journal.publish("node:1", ended(3));
        }
        clock.advance(Duration.ofMinutes(10));
    }

    @Test
    void a_call_that_its_node_knows_no_more_ended_with_its_last_sign_of_life() throws IOException {
        try (var journal = journal();
                var calls = calls(journal)) {
            calls.start();
            Eventually.holds(() -> journal.end() == 7, SOON, "both open calls ended");

            CallRecord call = last(journal, 1);
            assertThat(call.endedReason()).isEqualTo(EndedReason.INTERRUPTED);
            assertThat(call.endedAt()).isEqualTo(NINE);
            assertThat(call.revision()).isEqualTo(3);
            assertThat(call.targets()).allMatch(target -> target.endReason() == EndedReason.INTERRUPTED);
        }
    }

    @Test
    void a_call_that_goes_on_is_watched_until_its_media_ends() throws IOException {
        node.alive.add(session(1));
        try (var journal = journal();
                var calls = calls(journal)) {
            calls.start();
            Eventually.holds(() -> node.questions.get() > 3, SOON, "the node asked again and again");
            assertThat(journal.isOpen(session(1))).isTrue();

            node.alive.clear();
            Eventually.holds(() -> !journal.isOpen(session(1)), SOON, "the call ended");

            assertThat(last(journal, 1).endedAt()).isEqualTo(NINE.plus(Duration.ofMinutes(10)));
        }
    }

    @Test
    void a_call_that_only_rang_is_over_and_its_ports_are_freed() throws IOException {
        node.alive.add(session(2));
        try (var journal = journal();
                var calls = calls(journal)) {
            calls.start();
            Eventually.holds(() -> !journal.isOpen(session(2)), SOON, "the ringing call ended");

            assertThat(node.deleted).contains(session(2));
        }
    }

    @Test
    void a_call_whose_end_somebody_else_announces_is_left_alone() throws IOException {
        node.alive.add(session(1));
        try (var journal = journal();
                var calls = calls(journal)) {
            calls.start();
            Eventually.holds(() -> node.questions.get() > 0, SOON, "the node asked");
            journal.publish("node:1", ended(1));
            node.alive.clear();
            int asked = node.questions.get();

            Eventually.holds(() -> journal.end() == 7, SOON, "the other call ended");

            assertThat(last(journal, 1).endedReason()).isEqualTo(EndedReason.CALLER_DISCONNECT);
            assertThat(node.questions.get()).isLessThanOrEqualTo(asked + 1);
        }
    }

    @Test
    void an_end_that_is_announced_while_ports_are_freed_stays_the_only_one() throws IOException {
        try (var journal = journal()) {
            node.onDelete = session -> {
                if (session.equals(session(1))) {
                    journal.publish("node:1", ended(1));
                }
            };
            try (var calls = calls(journal)) {
                calls.start();
                Eventually.holds(
                        () -> !journal.isOpen(session(1)) && !journal.isOpen(session(2)),
                        SOON,
                        "both open calls ended");
            } // closed: nobody works any more

            assertThat(last(journal, 1).endedReason()).isEqualTo(EndedReason.CALLER_DISCONNECT);
            assertThat(journal.end()).isEqualTo(7);
        }
    }

    @Test
    void a_call_that_is_up_for_too_long_ends_only_once_too() throws IOException {
        node.alive.add(session(1));
        try (var journal = journal()) {
            node.onQuestion = () -> {
                clock.advance(Duration.ofHours(2));
                journal.publish("node:1", ended(1));
            };
            try (var calls = calls(journal)) {
                calls.start();
                Eventually.holds(() -> node.deleted.size() == 2, SOON, "both open calls are looked after");
            }

            assertThat(last(journal, 1).endedReason()).isEqualTo(EndedReason.CALLER_DISCONNECT);
            assertThat(journal.end()).isEqualTo(7);
        }
    }

    private DiskJournal journal() throws IOException {
        var settings = new JournalSettings(folder, 1_000_000, Duration.ofMillis(50), Duration.ofMinutes(1));
        return new DiskJournal(settings, ExampleCalls.json(clock), clock, new SimpleMeterRegistry());
    }

    private InterruptedCalls calls(DiskJournal journal) {
        var settings = new AdoptionSettings(Duration.ofMillis(20), Duration.ofHours(1));
        return new InterruptedCalls(journal, ExampleCalls.json(clock), node, clock, settings);
    }

    private CallRecord last(DiskJournal journal, int session) throws IOException {
        CallRecord last = null;
        try (var reader = new JournalReader(journal, 0)) {
            for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
                CallEvent event = ExampleCalls.json(clock).read(entry.event()).data();
                if (event instanceof CallEnded(var call) && call.sessionId().equals(session(session))) {
                    last = call;
                }
            }
        }
        assertThat(last).isNotNull();
        return last;
    }

    private static final class Node implements MediaAnchor {

        private final Set<SessionId> alive = ConcurrentHashMap.newKeySet();
        private final Set<SessionId> deleted = ConcurrentHashMap.newKeySet();
        private final AtomicInteger questions = new AtomicInteger();
        private volatile Runnable onQuestion = () -> {};
        private volatile Consumer<SessionId> onDelete = _ -> {};

        @Override
        public boolean alive(String node, SessionId session) {
            questions.incrementAndGet();
            onQuestion.run();
            return alive.contains(session);
        }

        @Override
        public void delete(String node, SessionId session) {
            deleted.add(session);
            onDelete.accept(session);
        }

        @Override
        public String chooseNode(SessionId session) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String offer(MediaDialog dialog, String sdp) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Answer answer(MediaDialog dialog, String toTag, String sdp, List<RecordingOrder> orders) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<RecordingId> startRecording(String node, SessionId session, List<RecordingOrder> orders) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void tellDigit(String node, SessionId session, String tag, char key, Duration length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void maskDigits(String node, SessionId session, String tag, String code) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void hearDigits(String node, SessionId session, List<String> tags, DigitListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void stopRecording(String node, SessionId session, RecordingId recording) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void pauseRecording(String node, SessionId session, Set<Medium> held) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void resumeRecording(String node, SessionId session, Set<Medium> held) {
            throw new UnsupportedOperationException();
        }
    }
}
