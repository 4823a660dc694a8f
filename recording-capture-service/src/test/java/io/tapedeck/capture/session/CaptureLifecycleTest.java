package io.tapedeck.capture.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.session.CaptureLifecycle.Step;
import io.tapedeck.capture.session.CaptureState.Draining;
import io.tapedeck.capture.session.CaptureState.Finished;
import io.tapedeck.capture.session.CaptureState.Paused;
import io.tapedeck.capture.session.CaptureState.Recording;
import io.tapedeck.capture.session.CaptureState.Relaying;
import io.tapedeck.capture.session.CaptureState.Stopped;
import io.tapedeck.capture.session.Effect.KeepPackets;
import io.tapedeck.capture.session.Effect.OpenCapture;
import io.tapedeck.capture.session.Effect.ReleaseMedia;
import io.tapedeck.capture.session.Effect.Seal;
import io.tapedeck.capture.session.Effect.WithholdPackets;
import io.tapedeck.capture.session.Signal.ClockTicked;
import io.tapedeck.capture.session.Signal.HungUp;
import io.tapedeck.capture.session.Signal.MediaLost;
import io.tapedeck.capture.session.Signal.NodeStopping;
import io.tapedeck.capture.session.Signal.OrderGiven;
import io.tapedeck.capture.session.Signal.OrdersWithdrawn;
import io.tapedeck.capture.session.Signal.PauseWanted;
import io.tapedeck.capture.session.Signal.ResumeWanted;
import io.tapedeck.contracts.captures.SealReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CaptureLifecycleTest {

    private static final Instant NINE = Instant.parse("2030-01-07T09:00:00Z");

    private final CaptureLifecycle lifecycle = new CaptureLifecycle(Duration.ofMillis(50));

    @Test
    void a_call_without_orders_never_touches_the_disk() {
        assertThat(play(new ClockTicked(NINE), new PauseWanted(), new HungUp(NINE)))
                .containsExactly(new ReleaseMedia());
    }

    @Test
    void an_order_opens_the_capture_and_keeps_packets() {
        assertThat(play(new OrderGiven())).containsExactly(new OpenCapture(), new KeepPackets());
    }

    @Test
    void a_second_order_changes_nothing_of_what_is_kept() {
        assertThat(play(new OrderGiven(), new OrderGiven())).containsExactly(new OpenCapture(), new KeepPackets());
    }

    @Test
    void packets_in_flight_at_the_end_are_still_kept() {
        List<Effect> effects = play(new OrderGiven(), new HungUp(NINE), new ClockTicked(NINE.plusMillis(49)));

        assertThat(effects).containsExactly(new OpenCapture(), new KeepPackets());
    }

    @Test
    void after_the_drain_the_capture_is_sealed() {
        List<Effect> effects = play(new OrderGiven(), new HungUp(NINE), new ClockTicked(NINE.plusMillis(50)));

        assertThat(effects)
                .containsExactly(
                        new OpenCapture(),
                        new KeepPackets(),
                        new WithholdPackets(),
                        new Seal(SealReason.CALL_ENDED),
                        new ReleaseMedia());
    }

    @Test
    void a_pause_withholds_and_a_resume_keeps() {
        assertThat(play(new OrderGiven(), new PauseWanted(), new ResumeWanted()))
                .containsExactly(new OpenCapture(), new KeepPackets(), new WithholdPackets(), new KeepPackets());
    }

    @Test
    void an_order_during_a_pause_does_not_lift_it() {
        assertThat(lifecycle.next(new Paused(), new OrderGiven())).isEqualTo(new Step(new Paused(), List.of()));
    }

    @Test
    void a_call_that_ends_while_paused_is_sealed_without_a_drain() {
        assertThat(lifecycle.next(new Paused(), new HungUp(NINE)))
                .isEqualTo(new Step(new Finished(), List.of(new Seal(SealReason.CALL_ENDED), new ReleaseMedia())));
    }

    @Test
    void what_was_stopped_can_be_started_again() {
        assertThat(play(new OrderGiven(), new OrdersWithdrawn(), new OrderGiven()))
                .containsExactly(new OpenCapture(), new KeepPackets(), new WithholdPackets(), new KeepPackets());
    }

    @Test
    void a_stopped_capture_is_sealed_as_stopped() {
        assertThat(lifecycle.next(new Stopped(false), new HungUp(NINE)).effects())
                .containsExactly(new Seal(SealReason.STOPPED), new ReleaseMedia());
    }

    @Test
    void lost_media_seals_at_once() {
        assertThat(lifecycle.next(new Recording(), new MediaLost()).effects())
                .containsExactly(new WithholdPackets(), new Seal(SealReason.MEDIA_TIMEOUT), new ReleaseMedia());
    }

    @Test
    void a_stopping_node_seals_what_is_open() {
        assertThat(lifecycle.next(new Recording(), new NodeStopping()).effects())
                .containsExactly(new WithholdPackets(), new Seal(SealReason.SHUTDOWN), new ReleaseMedia());
    }

    @Test
    void a_node_that_stops_during_the_drain_seals_as_ended() {
        var draining = new Draining(NINE, SealReason.CALL_ENDED);

        assertThat(lifecycle.next(draining, new NodeStopping()).effects())
                .containsExactly(new WithholdPackets(), new Seal(SealReason.CALL_ENDED), new ReleaseMedia());
    }

    @ParameterizedTest
    @FieldSource("SIGNALS")
    void what_is_finished_stays_finished(Signal straggler) {
        assertThat(lifecycle.next(new Finished(), straggler)).isEqualTo(new Step(new Finished(), List.of()));
    }

    @ParameterizedTest
    @FieldSource("SIGNALS")
    void nothing_is_kept_in_any_state_that_a_pause_leads_to(Signal signal) {
        Step step = lifecycle.next(new Paused(), signal);

        assertThat(step.effects().contains(new KeepPackets())).isEqualTo(signal instanceof ResumeWanted);
    }

    @ParameterizedTest
    @FieldSource("PAUSED_AND_NOT_RESUMED")
    void nothing_is_kept_between_a_pause_and_its_resume(List<Signal> signals) {
        CaptureState state = lifecycle.begin();
        boolean paused = false;
        for (Signal signal : signals) {
            Step step = lifecycle.next(state, signal);
            paused = paused || signal instanceof PauseWanted;
            assertThat(paused && step.effects().contains(new KeepPackets()))
                    .as("%s in %s keeps packets", signal, state)
                    .isFalse();
            state = step.state();
        }
        CaptureState resumed = lifecycle.next(state, new ResumeWanted()).state();

        assertThat(lifecycle.next(resumed, new OrderGiven()).state()).isEqualTo(new Recording());
    }

    static final List<List<Signal>> PAUSED_AND_NOT_RESUMED = List.of(
            List.of(new PauseWanted(), new OrderGiven()),
            List.of(new PauseWanted(), new OrderGiven(), new OrdersWithdrawn(), new OrderGiven()),
            List.of(new OrderGiven(), new PauseWanted(), new OrdersWithdrawn(), new OrderGiven()),
            List.of(
                    new OrderGiven(),
                    new PauseWanted(),
                    new OrdersWithdrawn(),
                    new ClockTicked(NINE),
                    new OrderGiven()),
            List.of(new OrderGiven(), new OrdersWithdrawn(), new PauseWanted(), new OrderGiven()));

    @Test
    void an_order_after_a_pause_before_the_answer_opens_the_capture_and_keeps_nothing() {
        assertThat(play(new PauseWanted(), new OrderGiven())).containsExactly(new OpenCapture());
        assertThat(play(new PauseWanted(), new OrderGiven(), new ResumeWanted()))
                .containsExactly(new OpenCapture(), new KeepPackets());
    }

    @Test
    void a_call_begins_as_a_mere_relay() {
        assertThat(lifecycle.begin()).isEqualTo(new Relaying(false));
    }

    static final List<Signal> SIGNALS = List.of(
            new OrderGiven(),
            new PauseWanted(),
            new ResumeWanted(),
            new OrdersWithdrawn(),
            new HungUp(NINE),
            new MediaLost(),
            new NodeStopping(),
            new ClockTicked(NINE));

    private List<Effect> play(Signal... signals) {
        List<Effect> effects = new ArrayList<>();
        CaptureState state = lifecycle.begin();
        for (Signal signal : signals) {
            Step step = lifecycle.next(state, signal);
            effects.addAll(step.effects());
            state = step.state();
        }
        return effects;
    }
}
