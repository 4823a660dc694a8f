package io.tapedeck.cdr.cdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tapedeck.cdr.SampleCall;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.calls.CallEvent.CallEnded;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.contracts.captures.CaptureEvent;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureStarted;
import io.tapedeck.contracts.captures.PressedKey;
import io.tapedeck.contracts.captures.SealReason;
import io.tapedeck.contracts.cdrs.RecordingState;
import io.tapedeck.contracts.recordings.RecordingEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DossierTest {

    private final SampleCall call = SampleCall.fresh();

    @RepeatedTest(50)
    void the_order_of_events_and_their_repetition_do_not_matter(RepetitionInfo repetition) {
        List<Object> told = new ArrayList<>(List.of(
                call.started(),
                call.answered(),
                call.ended(),
                call.captureStarted(),
                call.captureSealed(),
                call.failed(),
                call.ready()));
        Dossier inOrder = hear(told);
        told.addAll(told);
        Collections.shuffle(told, new Random(repetition.getCurrentRepetition()));

        Dossier shuffled = hear(told);

        assertThat(PushedCdr.of(shuffled)).isEqualTo(PushedCdr.of(inOrder)).isPresent();
        assertThat(shuffled.awaited()).isEmpty();
        assertThat(shuffled.recordings().get(call.recording()).state()).isEqualTo(RecordingState.READY);
        assertThat(shuffled.captures()).isEqualTo(inOrder.captures());
    }

    @Test
    void a_recording_has_the_keys_of_its_own_intervals_whatever_is_told_first() {
        for (List<Object> told : List.<List<Object>>of(
                List.of(call.captureSealedWithKeys(), call.readySplit()),
                List.of(call.readySplit(), call.captureSealedWithKeys()))) {
            RecordingDetails details =
                    hear(told).recordings().get(call.recording()).details();

            assertThat(details.keys()).extracting(PressedKey::key).containsExactly("1");
            assertThat(details.sound()).isEqualTo(call.readySplit().sound());
            assertThat(details.calleeMedia()).isEqualTo(call.readySplit().calleeMedia());
            assertThat(details.peaksKey()).isEqualTo(call.readySplit().peaksKey());
        }
    }

    @Test
    void an_older_revision_changes_nothing() {
        Dossier ended = hear(List.of(call.ended()));

        assertThat(ended.after(call.answered())).isSameAs(ended);
        assertThat(ended.after(call.ended())).isSameAs(ended);
    }

    @Test
    void the_end_of_an_orderly_capture_does_not_end_the_call() {
        Dossier dossier = hear(List.of(call.answered(), call.captureSealed()));

        assertThat(dossier.completed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"MEDIA_TIMEOUT", "SHUTDOWN", "RECOVERED"})
    void an_interrupted_capture_ends_a_call_that_nobody_else_ends(SealReason reason) {
        Instant cut = call.startedAt().plusSeconds(20);

        Dossier dossier = hear(List.of(call.answered(), call.captureSealed(reason, false, cut)));

        var expected = reason == SealReason.MEDIA_TIMEOUT ? EndedReason.MEDIA_TIMEOUT : EndedReason.INTERRUPTED;
        assertThat(dossier.closure()).isEqualTo(new Closure(cut, expected, true));
    }

    @Test
    void an_interrupted_capture_that_is_told_before_its_call_ends_it_too() {
        Instant cut = call.startedAt().plusSeconds(20);

        Dossier dossier = hear(List.of(call.captureSealed(SealReason.CALL_ENDED, true, cut), call.started()));

        assertThat(dossier.closure()).isEqualTo(new Closure(cut, EndedReason.INTERRUPTED, true));
    }

    @Test
    void the_calls_own_end_corrects_the_captures() {
        Instant cut = call.startedAt().plusSeconds(20);

        Dossier dossier =
                hear(List.of(call.answered(), call.captureSealed(SealReason.RECOVERED, true, cut), call.ended()));

        assertThat(dossier.closure()).isEqualTo(new Closure(call.endsAt(), EndedReason.CALLER_DISCONNECT, false));
    }

    @Test
    void a_call_with_another_open_capture_goes_on() {
        var second = new CaptureStarted(
                new CaptureId(UUID.randomUUID()),
                call.session(),
                "node-b",
                call.startedAt().plusSeconds(21),
                List.of());
        Instant cut = call.startedAt().plusSeconds(20);

        Dossier dossier = hear(List.of(second, call.answered(), call.captureSealed(SealReason.SHUTDOWN, false, cut)));

        assertThat(dossier.completed()).isFalse();
    }

    @Test
    void a_call_whose_last_capture_fell_silent_ended_by_that() {
        Instant cut = call.startedAt().plusSeconds(20);
        var other = new CaptureStarted(
                new CaptureId(UUID.randomUUID()),
                call.session(),
                "node-b",
                call.startedAt().plusSeconds(4),
                List.of());
        var otherSealed = sealed(other, SealReason.CALL_ENDED, cut.minusSeconds(5));

        Dossier dossier =
                hear(List.of(call.answered(), otherSealed, call.captureSealed(SealReason.MEDIA_TIMEOUT, false, cut)));

        assertThat(dossier.completed()).isFalse();
        assertThat(dossier.afterLastSeal().closure()).isEqualTo(new Closure(cut, EndedReason.MEDIA_TIMEOUT, true));
    }

    @Test
    void a_silent_call_ended_when_it_was_last_known_to_be_up() {
        Instant captured = call.startedAt().plusSeconds(3);

        assertThat(hear(List.of(call.started())).afterSilence().closure())
                .isEqualTo(new Closure(call.startedAt().plusSeconds(1), EndedReason.INTERRUPTED, true));
        assertThat(hear(List.of(call.started(), call.captureStarted()))
                        .afterSilence()
                        .closure())
                .isEqualTo(new Closure(captured, EndedReason.INTERRUPTED, true));
    }

    @Test
    void a_capture_that_opened_meanwhile_keeps_its_call_open() {
        Dossier dossier = hear(List.of(call.answered(), call.captureStarted()));

        assertThat(dossier.afterLastSeal()).isSameAs(dossier);
    }

    private CaptureSealed sealed(CaptureStarted started, SealReason reason, Instant endedAt) {
        CaptureSealed sample = call.captureSealed(reason, false, endedAt);
        return new CaptureSealed(
                started.captureId(),
                started.sessionId(),
                started.node(),
                sample.tenantId(),
                sample.callId(),
                sample.caller(),
                sample.callee(),
                started.startedAt(),
                endedAt,
                endedAt,
                reason,
                false,
                0,
                sample.raw(),
                List.of(),
                List.of(),
                List.of());
    }

    @Test
    void an_end_without_a_time_is_refused() {
        var bad = new CallEnded(call.record(3, null, null, null));

        assertThatIllegalArgumentException().isThrownBy(() -> hear(List.of(bad)));
    }

    @Test
    void a_file_beats_a_failure_and_is_not_taken_back() {
        Dossier dossier = hear(List.of(call.failed(), call.ready(), call.failed(), call.discarded()));

        assertThat(entry(dossier).state()).isEqualTo(RecordingState.READY);
        assertThat(entry(dossier).failure()).isNull();
    }

    @Test
    void a_result_is_not_undone_by_the_capture_that_is_told_later() {
        Dossier dossier = hear(List.of(call.failed(), call.captureStarted(), call.captureSealed()));

        assertThat(entry(dossier).state()).isEqualTo(RecordingState.FAILED);
        assertThat(entry(dossier).format()).isEqualTo(call.order().format());
    }

    @Test
    void an_order_that_nobody_took_up_is_marked_after_the_grace_and_corrected_by_what_comes_later() {
        Dossier late = hear(List.of(call.answered(), call.ended())).afterGrace();

        assertThat(entry(late).state()).isEqualTo(RecordingState.FAILED);
        assertThat(entry(late).failure()).extracting(Failure::code).isEqualTo("not_captured");
        assertThat(late.awaited()).isEmpty();
        assertThat(entry(late.after((CaptureEvent) call.captureSealed())).state())
                .isEqualTo(RecordingState.CONVERTING);
    }

    @Test
    void nothing_is_awaited_of_a_call_that_nobody_answered() {
        assertThat(hear(List.of(call.started())).awaited()).hasSize(1);
        assertThat(hear(List.of(call.started(), call.cancelled())).awaited()).isEmpty();
    }

    private CatalogueEntry entry(Dossier dossier) {
        return dossier.recordings().get(call.recording());
    }

    private Dossier hear(List<?> told) {
        return told.stream()
                .reduce(Dossier.empty(new SessionId(call.session().value())), DossierTest::after, (_, last) -> last);
    }

    private static Dossier after(Dossier dossier, Object event) {
        return switch (event) {
            case CallEvent told -> dossier.after(told);
            case CaptureEvent told -> dossier.after(told);
            case RecordingEvent told -> dossier.after(told);
            default -> throw new IllegalArgumentException("no event: " + event);
        };
    }
}
