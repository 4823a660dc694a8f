package io.tapedeck.proxy.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.CallTarget;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.contracts.calls.TimelineEntry;
import io.tapedeck.contracts.calls.TimelineEntry.Means;
import io.tapedeck.contracts.calls.TimelineEntry.Result;
import io.tapedeck.proxy.dialog.CallEffect.Publish;
import io.tapedeck.proxy.dialog.CallEffect.ReleaseMedia;
import io.tapedeck.proxy.dialog.CallEffect.StartRecordings;
import io.tapedeck.proxy.dialog.CallSignal.Cancelled;
import io.tapedeck.proxy.dialog.CallSignal.Failed;
import io.tapedeck.proxy.dialog.CallSignal.HungUp;
import io.tapedeck.proxy.dialog.CallSignal.MediaLost;
import io.tapedeck.proxy.dialog.CallSignal.Noted;
import io.tapedeck.proxy.dialog.CallSignal.TargetAnswered;
import io.tapedeck.proxy.dialog.CallSignal.TargetCalled;
import io.tapedeck.proxy.dialog.CallSignal.TargetFailed;
import io.tapedeck.proxy.dialog.CallSignal.TargetKept;
import io.tapedeck.proxy.dialog.CallSignal.TargetRang;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CallLifecycleTest {

    private static final Instant START = Instant.parse("2030-01-07T09:00:00Z");
    private static final RecordingOrder ORDER = new RecordingOrder(
            new RecordingId(new UUID(1, 1)),
            new TenantId(new UUID(1, 2)),
            null,
            MediaFormat.WAV,
            ChannelLayout.STEREO,
            null);

    @Test
    void an_answered_call_rings_starts_its_recordings_and_ends_with_who_hung_up() {
        List<CallEffect> effects = play(
                called(1),
                rang(1),
                new TargetAnswered(1, List.of(ORDER), second(3)),
                new HungUp(Side.CALLEE, second(60)));

        assertThat(effects)
                .extracting(effect -> effect.getClass().getSimpleName())
                .containsExactly("Publish", "Publish", "StartRecordings", "Publish", "ReleaseMedia", "Publish");
        assertThat(effects).contains(new StartRecordings(List.of(ORDER)), new ReleaseMedia());
        CallRecord call = lastCall(effects);
        assertThat(call.endedReason()).isEqualTo(EndedReason.CALLEE_DISCONNECT);
        assertThat(call.ringingAt()).isEqualTo(second(1));
        assertThat(call.answeredAt()).isEqualTo(second(3));
        assertThat(call.endedAt()).isEqualTo(second(60));
        assertThat(call.statusCode()).isZero();
        assertThat(call.targets().getFirst().endReason()).isEqualTo(EndedReason.CALLEE_DISCONNECT);
    }

    @Test
    void revisions_grow_by_one_with_every_event() {
        List<CallEffect> effects = play(
                called(1),
                called(2),
                rang(1),
                rang(2),
                rang(1),
                new TargetFailed(1, 486, second(2)),
                new TargetAnswered(2, List.of(), second(3)),
                new HungUp(Side.CALLER, second(4)));

        assertThat(calls(effects)).extracting(CallRecord::revision).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void an_answer_ends_the_other_targets_as_cancelled() {
        List<CallEffect> effects = play(called(1), called(2), rang(1), new TargetAnswered(2, List.of(), second(3)));

        assertThat(lastCall(effects).targets())
                .extracting(CallTarget::id, CallTarget::endReason, CallTarget::statusCode, CallTarget::answeredAt)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, EndedReason.CANCELLED, 0, null),
                        org.assertj.core.groups.Tuple.tuple(2, null, 0, second(3)));
    }

    @Test
    void a_busy_call_ends_with_its_status_and_releases_its_media() {
        List<CallEffect> effects = play(called(1), new TargetFailed(1, 486, second(1)), new Failed(486, second(1)));

        assertThat(effects).contains(new ReleaseMedia());
        assertThat(lastCall(effects).endedReason()).isEqualTo(EndedReason.REJECTED);
        assertThat(lastCall(effects).statusCode()).isEqualTo(486);
    }

    @Test
    void a_call_for_which_there_is_no_target_starts_and_ends_rejected() {
        List<CallEffect> effects = play(new Failed(404, second(0)));

        assertThat(calls(effects)).extracting(CallRecord::revision).containsExactly(1, 2);
        assertThat(lastCall(effects).endedReason()).isEqualTo(EndedReason.REJECTED);
        assertThat(lastCall(effects).statusCode()).isEqualTo(404);
        assertThat(lastCall(effects).targets()).isEmpty();
    }

    @Test
    void a_mistake_of_ours_ends_a_call_though_somebody_has_answered() {
        List<CallEffect> effects =
                play(called(1), new TargetAnswered(1, List.of(), second(1)), new CallSignal.BrokenOff(second(2)));

        assertThat(effects).contains(new ReleaseMedia());
        assertThat(lastCall(effects).endedReason()).isEqualTo(EndedReason.REJECTED);
        assertThat(lastCall(effects).statusCode()).isEqualTo(500);
    }

    @Test
    void a_redirected_call_says_so() {
        assertThat(lastCall(play(called(1), new Failed(302, second(1)))).endedReason())
                .isEqualTo(EndedReason.REDIRECTED);
    }

    @Test
    void a_cancelled_call_ends_when_its_invite_does() {
        List<CallEffect> effects = play(
                called(1),
                rang(1),
                new Cancelled(second(2)),
                new TargetFailed(1, 487, second(2)),
                new Failed(487, second(2)));

        assertThat(lastCall(effects).endedReason()).isEqualTo(EndedReason.CANCELLED);
        assertThat(lastCall(effects).statusCode()).isEqualTo(487);
    }

    @Test
    void an_answer_that_crosses_the_cancel_is_a_call() {
        List<CallEffect> effects =
                play(called(1), new Cancelled(second(2)), new TargetAnswered(1, List.of(), second(2)));

        assertThat(effects.getLast())
                .isInstanceOfSatisfying(
                        Publish.class,
                        publish -> assertThat(publish.event()).isInstanceOf(CallEvent.CallAnswered.class));
    }

    @Test
    void a_call_whose_bye_never_came_ends_by_its_media() {
        assertThat(lastCall(play(called(1), new TargetAnswered(1, List.of(), second(1)), new MediaLost(second(90))))
                        .endedReason())
                .isEqualTo(EndedReason.MEDIA_TIMEOUT);
    }

    @Test
    void a_second_answer_changes_nothing() {
        List<CallEffect> effects = play(
                called(1),
                called(2),
                new TargetAnswered(1, List.of(), second(1)),
                new TargetAnswered(2, List.of(), second(1)));

        assertThat(calls(effects)).hasSize(2);
    }

    @Test
    void a_caller_that_keeps_the_second_phone_talks_to_it_until_it_hangs_up() {
        List<CallEffect> effects = play(
                called(1),
                called(2),
                new TargetAnswered(1, List.of(), second(1)),
                new TargetKept(2, Side.CALLER, second(2)),
                new HungUp(Side.CALLEE, second(9)));

        assertThat(calls(effects)).extracting(CallRecord::revision).containsExactly(1, 2, 3, 4);
        assertThat(lastCall(effects).answeredAt()).isEqualTo(second(1));
        assertThat(lastCall(effects).targets())
                .extracting(CallTarget::answeredAt, CallTarget::endedAt, CallTarget::endReason)
                .containsExactly(
                        tuple(second(1), second(2), EndedReason.CALLER_DISCONNECT),
                        tuple(second(2), second(9), EndedReason.CALLEE_DISCONNECT));
    }

    @Test
    void nobody_is_kept_before_somebody_answered() {
        assertThat(calls(play(called(1), new TargetKept(1, Side.CALLER, second(1)))))
                .hasSize(1);
    }

    @ParameterizedTest
    @FieldSource("STRAGGLERS")
    void an_ended_call_stays_ended(CallSignal straggler) {
        var ended = new CallState.Ended(fresh());

        assertThat(CallLifecycle.next(ended, straggler)).isEqualTo(new CallLifecycle.Step(ended, List.of()));
    }

    static final List<CallSignal> STRAGGLERS = List.of(
            called(3),
            rang(1),
            new TargetAnswered(1, List.of(), second(9)),
            new TargetFailed(1, 500, second(9)),
            new Cancelled(second(9)),
            new Failed(500, second(9)),
            new HungUp(Side.CALLER, second(9)),
            new MediaLost(second(9)));

    /** Plays the signals to a fresh call and returns everything it was told to do. */
    private static List<CallEffect> play(CallSignal... signals) {
        CallLifecycle.Step step = CallLifecycle.begin(fresh());
        var effects = new ArrayList<>(step.effects());
        for (CallSignal signal : signals) {
            step = CallLifecycle.next(step.state(), signal);
            effects.addAll(step.effects());
        }
        return effects;
    }

    @Test
    void a_flood_of_refusals_leaves_room_for_what_took_effect() {
        CallState state = talking();
        for (int i = 0; i < 300; i++) {
            state = noted(state, Result.WRONG_STATE);
        }
        state = noted(state, Result.DONE, ORDER);
        state = noted(state, Result.FAILED);

        assertThat(state.call().timeline()).hasSize(201);
        assertThat(state.call().timeline().getLast().result()).isEqualTo(Result.DONE);
        assertThat(state.call().orders()).containsExactly(ORDER);
    }

    @Test
    void recordings_are_the_calls_however_full_its_timeline_is() {
        CallState state = talking();
        for (int i = 0; i < 1_001; i++) {
            state = noted(state, Result.DONE);
        }
        state = noted(state, Result.DONE, ORDER);

        assertThat(state.call().timeline()).hasSize(1_000);
        assertThat(state.call().orders()).containsExactly(ORDER);
    }

    private static CallState noted(CallState state, Result result, RecordingOrder... going) {
        var entry = new TimelineEntry(second(5), "recording.pause", "somebody", Means.DTMF, result);
        return CallLifecycle.next(state, new Noted(entry, List.of(going))).state();
    }

    private static List<CallRecord> calls(List<CallEffect> effects) {
        return effects.stream()
                .filter(Publish.class::isInstance)
                .map(effect -> ((Publish) effect).event().call())
                .toList();
    }

    private static CallRecord lastCall(List<CallEffect> effects) {
        return calls(effects).getLast();
    }

    /** A call that the first target has answered. */
    static CallState talking() {
        CallState calling = CallLifecycle.next(CallLifecycle.begin(fresh()).state(), called(1))
                .state();
        return CallLifecycle.next(calling, new TargetAnswered(1, List.of(), second(3)))
                .state();
    }

    private static TargetCalled called(int target) {
        return new TargetCalled(target, "1002", "sip:1002@192.0.2.2", "", "", second(0));
    }

    private static TargetRang rang(int target) {
        return new TargetRang(target, second(1));
    }

    private static Instant second(int offset) {
        return START.plusSeconds(offset);
    }

    private static CallRecord fresh() {
        return new CallRecord(
                new SessionId(new UUID(1, 3)),
                1,
                new TenantId(new UUID(1, 2)),
                "Example",
                "abc",
                Direction.INTERNAL,
                Party.offnet("1001"),
                Party.offnet("1002"),
                "",
                "",
                "",
                START,
                null,
                null,
                null,
                null,
                0,
                "",
                List.of(),
                List.of());
    }
}
