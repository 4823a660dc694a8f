package io.tapedeck.proxy.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.CallTarget;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.proxy.dialog.CallEffect.Publish;
import io.tapedeck.proxy.dialog.CallEffect.ReleaseMedia;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MovingRowsTest {

    private static final Move BY_CALLEE = new Move(Move.Kind.BLIND, Side.CALLEE);

    private final List<CallEffect> effects = new ArrayList<>();
    private CallState state = CallLifecycleTest.talking();

    @Test
    void the_conversation_that_was_ends_as_transferred_and_the_call_goes_on() {
        play(
                new CallSignal.Referred(BY_CALLEE, second(10)),
                new CallSignal.HungUp(Side.CALLEE, second(11)),
                new CallSignal.JoinBegun(BY_CALLEE, second(12)),
                called(2),
                new CallSignal.TargetRang(2, second(13)),
                answered(2),
                new CallSignal.HungUp(Side.CALLER, second(30)));

        assertThat(last().endedReason()).isEqualTo(EndedReason.CALLER_DISCONNECT);
        assertThat(last().direction()).isEqualTo(Direction.IN2OUT);
        assertThat(last().targets())
                .extracting(CallTarget::id, CallTarget::endedAt, CallTarget::endReason)
                .containsExactly(
                        tuple(1, second(15), EndedReason.BLIND_TRANSFER_COMPLETE),
                        tuple(2, second(30), EndedReason.CALLER_DISCONNECT));
    }

    @Test
    void a_transfer_that_fails_returns_to_who_is_still_there() {
        play(
                new CallSignal.Referred(BY_CALLEE, second(10)),
                new CallSignal.JoinBegun(BY_CALLEE, second(12)),
                called(2),
                new CallSignal.TargetFailed(2, 486, second(13)),
                new CallSignal.JoinFailed(second(13)));

        assertThat(state).isInstanceOf(CallState.Talking.class);
        assertThat(effects).doesNotContain(new ReleaseMedia());
    }

    @Test
    void a_transfer_that_fails_when_nobody_is_there_any_more_ends_the_call() {
        play(
                new CallSignal.Referred(BY_CALLEE, second(10)),
                new CallSignal.JoinBegun(BY_CALLEE, second(12)),
                new CallSignal.HungUp(Side.CALLEE, second(12)),
                new CallSignal.JoinFailed(second(13)));

        assertThat(last().endedReason()).isEqualTo(EndedReason.REFERRED);
        assertThat(last().endedAt()).isEqualTo(second(13));
        assertThat(effects).contains(new ReleaseMedia());
    }

    @Test
    void a_call_that_was_referred_to_where_nobody_saw_it_go_ended_with_its_bye() {
        play(
                new CallSignal.Referred(BY_CALLEE, second(10)),
                new CallSignal.HungUp(Side.CALLEE, second(11)),
                new CallSignal.ReferEnded(second(21)));

        assertThat(last().endedReason()).isEqualTo(EndedReason.REFERRED);
        assertThat(last().endedAt()).isEqualTo(second(11));
    }

    @Test
    void the_end_of_a_refer_says_nothing_about_the_invite_that_is_under_way() {
        play(
                new CallSignal.Referred(BY_CALLEE, second(10)),
                new CallSignal.JoinBegun(BY_CALLEE, second(11)),
                new CallSignal.ReferEnded(second(12)));

        assertThat(state).isInstanceOf(CallState.Moving.class);
    }

    @Test
    void an_invite_that_failed_says_nothing_about_the_one_that_is_still_waited_for() {
        play(
                new CallSignal.Referred(BY_CALLEE, second(10)),
                new CallSignal.HungUp(Side.CALLEE, second(11)),
                new CallSignal.JoinFailed(second(12)));

        assertThat(state).isInstanceOf(CallState.Moving.class);
    }

    @Test
    void a_consultation_ends_when_it_is_handed_over() {
        play(new CallSignal.HandedOver(second(20)));

        assertThat(last().endedReason()).isEqualTo(EndedReason.ATTENDED_TRANSFER_COMPLETE);
    }

    @Test
    void silence_ends_a_call_that_is_being_transferred() {
        play(new CallSignal.Referred(BY_CALLEE, second(10)), new CallSignal.MediaLost(second(99)));

        assertThat(last().endedReason()).isEqualTo(EndedReason.MEDIA_TIMEOUT);
    }

    @ParameterizedTest
    @CsvSource({
        "IN, OFFNET, ONNET, IN",
        "IN, OFFNET, OFFNET, IN2OUT",
        "OUT, ONNET, OFFNET, OUT",
        "OUT, OFFNET, OFFNET, OUT",
        "INTERNAL, ONNET, ONNET, INTERNAL",
        "INTERNAL, ONNET, OFFNET, OUT",
        "IN2OUT, OFFNET, ONNET, IN2OUT",
    })
    void the_direction_is_that_of_the_whole_session(
            Direction before, Party.Network one, Party.Network other, Direction after) {
        assertThat(Directions.after(before, party(one), party(other))).isEqualTo(after);
    }

    private static Party party(Party.Network network) {
        return new Party(network, "1", "", "", null, null, null);
    }

    private void play(CallSignal... signals) {
        for (CallSignal signal : signals) {
            CallLifecycle.Step step = CallLifecycle.next(state, signal);
            state = step.state();
            effects.addAll(step.effects());
        }
    }

    private CallRecord last() {
        return effects.stream()
                .filter(Publish.class::isInstance)
                .map(effect -> ((Publish) effect).event())
                .map(CallEvent::call)
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    private static CallSignal.TargetCalled called(int target) {
        return new CallSignal.TargetCalled(target, "1003", "sip:1003@192.0.2.3", "", "", second(12));
    }

    private static CallSignal.JoinAnswered answered(int target) {
        return new CallSignal.JoinAnswered(target, BY_CALLEE, Direction.IN2OUT, List.of(), second(15));
    }

    private static Instant second(int offset) {
        return Instant.parse("2030-01-07T09:00:00Z").plusSeconds(offset);
    }
}
