package io.tapedeck.cdr.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tapedeck.cdr.SampleCall;
import io.tapedeck.cdr.cdr.Archive.RecordingFilter;
import io.tapedeck.cdr.cdr.CatalogueEntry;
import io.tapedeck.cdr.cdr.Dossier;
import io.tapedeck.cdr.cdr.Failure;
import io.tapedeck.cdr.cdr.Outbox.Letter;
import io.tapedeck.contracts.Responsible;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.cdrs.RecordingState;
import io.tapedeck.contracts.deliveries.DeliveryEvent.DeliveryFailed;
import io.tapedeck.contracts.deliveries.DeliveryEvent.DeliverySucceeded;
import io.tapedeck.testkit.time.SteppingClock;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private final SampleCall call = SampleCall.fresh();
    private final SteppingClock clock = new SteppingClock(call.endsAt().plusMillis(700));
    private TestLedger test;

    @BeforeEach
    void freshDatabase() {
        test = new TestLedger(clock);
    }

    @Test
    void a_dossier_is_read_as_it_was_written() {
        test.book.enterCalls(List.of(call.started(), call.ended()));
        test.book.enterCaptures(List.of(call.captureStarted(), call.captureSealed()));
        test.book.enterRecordings(List.of(call.ready()));

        Dossier read = test.archive.cdr(call.session()).orElseThrow();

        CallRecord told = call.ended().call();
        assertThat(read.call())
                .usingRecursiveComparison()
                .ignoringFields("orders")
                .isEqualTo(told);
        assertThat(read.recordings().get(call.recording()).media()).isEqualTo(SampleCall.media());
    }

    @Test
    void second_file_wave_form_figures_and_keys_are_read_as_they_were_written() {
        test.book.enterCaptures(List.of(call.captureSealedWithKeys()));
        test.book.enterRecordings(List.of(call.readySplit()));

        var read = test.archive
                .cdr(call.session())
                .map(dossier -> dossier.recordings().get(call.recording()))
                .or(() -> test.archive.recording(call.recording()))
                .orElseThrow();

        assertThat(read.details().calleeMedia()).isEqualTo(call.readySplit().calleeMedia());
        assertThat(read.details().peaksKey()).isEqualTo(call.readySplit().peaksKey());
        assertThat(read.details().sound()).isEqualTo(call.readySplit().sound());
        assertThat(read.details().keys())
                .containsExactly(SampleCall.key("1", call.startedAt().plusSeconds(11)));
    }

    @Test
    void what_is_told_twice_changes_nothing_and_tells_nobody() {
        everything();
        List<Letter> first = letters();

        everything();

        assertThat(first).isNotEmpty();
        assertThat(letters()).isEmpty();
    }

    private void everything() {
        test.book.enterRecordings(List.of(call.ready()));
        test.book.enterCaptures(List.of(call.captureSealed(), call.captureStarted()));
        test.book.enterCalls(List.of(call.ended(), call.answered()));
    }

    @Test
    void times_finer_than_the_database_keeps_are_no_change_either() {
        var fine = SampleCall.at(SampleCall.MORNING.plusNanos(123_456_789));
        test.book.enterCaptures(List.of(fine.captureSealed()));
        test.book.enterRecordings(List.of(fine.ready()));
        CatalogueEntry first = test.archive.recording(fine.recording()).orElseThrow();

        test.book.enterRecordings(List.of(fine.ready()));

        assertThat(test.archive.recording(fine.recording())).contains(first);
        assertThat(first.startedAt()).isEqualTo(fine.ready().startedAt().truncatedTo(ChronoUnit.MICROS));
    }

    @Test
    void people_wait_from_the_calls_end_until_the_catalogue_says_ready() {
        test.book.enterCalls(List.of(call.ended()));
        test.book.enterRecordings(List.of(call.ready()));
        test.book.enterRecordings(List.of(call.ready()));

        assertThat(test.playable).containsExactly(Duration.ofMillis(700));
    }

    @Test
    void the_captures_end_counts_while_the_calls_is_not_known() {
        test.book.enterCaptures(List.of(call.captureSealed()));
        test.book.enterRecordings(List.of(call.ready()));

        assertThat(test.playable).containsExactly(Duration.ofMillis(700));
    }

    @Test
    void an_order_without_capture_is_found_after_the_grace_and_not_before() {
        Duration grace = Duration.ofMinutes(2);
        test.book.enterCalls(List.of(call.ended()));

        test.book.sweep(grace, 10);
        assertThat(test.archive.recording(call.recording())).isEmpty();

        clock.advance(grace);
        test.book.sweep(grace, 10);
        test.book.sweep(grace, 10);
        assertThat(test.notCaptured).isEqualTo(1);
        assertThat(test.archive.recording(call.recording()).orElseThrow().failure())
                .extracting(Failure::code, Failure::responsible)
                .containsExactly("not_captured", Responsible.OPERATOR);
    }

    @Test
    void an_order_that_was_captured_is_left_alone() {
        test.book.enterCalls(List.of(call.ended()));
        test.book.enterCaptures(List.of(call.captureStarted()));
        clock.advance(Duration.ofDays(1));

        test.book.sweep(Duration.ofMinutes(2), 10);

        assertThat(test.notCaptured).isZero();
        assertThat(recordings(RecordingState.RECORDING)).hasSize(1);
    }

    private List<CatalogueEntry> recordings(RecordingState state) {
        return test.archive
                .recordings(new RecordingFilter(null, null, null, null, null, state), null, 10)
                .items();
    }

    @Test
    void letters_stay_until_they_are_delivered() {
        test.book.enterCalls(List.of(call.ended()));

        assertThatIllegalStateException()
                .isThrownBy(() -> test.outbox.deliver(10, _ -> {
                    throw new IllegalStateException("Kafka is away");
                }));

        assertThat(test.outbox.depth()).isEqualTo(1);
        assertThat(letters()).hasSize(1);
        assertThat(test.outbox.depth()).isZero();
    }

    @Test
    void one_process_at_a_time_delivers() {
        test.book.enterCalls(List.of(call.ended()));

        test.outbox.deliver(
                10,
                _ -> assertThat(elsewhere(() -> test.outbox.deliver(10, _ -> {})))
                        .isZero());

        assertThat(test.outbox.depth()).isZero();
    }

    private static int elsewhere(Callable<Integer> work) {
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            return thread.submit(work).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void topics_that_tell_of_the_same_sessions_at_once_lose_nothing() throws Exception {
        List<SampleCall> calls =
                IntStream.range(0, 40).mapToObj(_ -> SampleCall.fresh()).toList();
        List<SampleCall> backwards = calls.reversed();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = threads.submit(() ->
                    test.book.enterCalls(calls.stream().map(SampleCall::ended).toList()));
            var two = threads.submit(() -> test.book.enterCaptures(backwards.stream()
                    .<io.tapedeck.contracts.captures.CaptureEvent>map(SampleCall::captureSealed)
                    .toList()));
            var three = threads.submit(() -> test.book.enterRecordings(calls.stream()
                    .<io.tapedeck.contracts.recordings.RecordingEvent>map(SampleCall::ready)
                    .toList()));
            one.get();
            two.get();
            three.get();
        }

        assertThat(calls).allSatisfy(each -> {
            Dossier dossier = test.archive.cdr(each.session()).orElseThrow();
            assertThat(dossier.completed()).isTrue();
            assertThat(Objects.requireNonNull(dossier.recordings().get(each.recording()))
                            .state())
                    .isEqualTo(RecordingState.READY);
        });
    }

    @Test
    void the_latest_word_on_a_delivery_stands() {
        var destination = URI.create("https://archive.example/in");
        var failed = new DeliveryFailed(
                call.recording(), call.tenant(), destination, 3, "403", Responsible.OPERATOR, call.endsAt());
        var done = new DeliverySucceeded(
                call.recording(), call.tenant(), destination, 4, call.endsAt().plusSeconds(60));

        test.book.enterDeliveries(List.of(done, failed));

        assertThat(test.jdbc
                        .sql("select succeeded from cdr.deliveries")
                        .query(Boolean.class)
                        .list())
                .containsExactly(true);
    }

    private List<Letter> letters() {
        var letters = new ArrayList<Letter>();
        test.outbox.deliver(100, letters::addAll);
        return letters;
    }
}
