package io.tapedeck.proxy.control;

import static io.tapedeck.proxy.control.Orders.TENANT;
import static io.tapedeck.proxy.control.Orders.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.RecordingOrder.Pauses;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.proxy.control.RecordingChange.Kind;
import io.tapedeck.proxy.policy.Medium;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class RecordingControlTest {

    private static final UserId ALICE = new UserId(new UUID(1, 1));
    private static final Set<Medium> EVERYTHING = EnumSet.allOf(Medium.class);

    private final ObligingAnchor anchor = new ObligingAnchor();
    private final HandAlarms alarms = new HandAlarms();
    private final List<RecordingChange> changes = new ArrayList<>();
    private final RecordingControl control = control(changes::add);

    private RecordingControl control(RecordingListener listener) {
        return new RecordingControl(
                new SessionId(new UUID(5, 5)),
                "127.0.0.1:2223",
                TENANT,
                anchor,
                alarms,
                InstantSource.system(),
                listener);
    }

    @Test
    void what_starts_with_the_answer_is_told_without_another_command() {
        control.startedWithAnswer(List.of(order(1), order(2)));

        assertThat(anchor.done).isEmpty();
        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(Kind.STARTED);
            assertThat(change.orders()).hasSize(2);
            assertThat(change.by()).isNull();
            assertThat(change.state()).isEqualTo(RecordingState.ON);
        });
    }

    @Test
    void expected_recordings_start_once_when_the_parties_are_connected() {
        control.expect(List.of(order(1)));
        assertThat(control.board().state()).isEqualTo(RecordingState.PENDING);

        assertThat(control.startExpected()).isEqualTo(Outcome.DONE);
        assertThat(control.startExpected()).isEqualTo(Outcome.WRONG_STATE);

        assertThat(anchor.done).containsExactly("start 1");
        assertThat(control.board().state()).isEqualTo(RecordingState.ON);
    }

    @Test
    void two_who_start_the_same_recording_start_it_once() {
        assertThat(control.start(List.of(order(1)), ALICE)).isEqualTo(Outcome.DONE);
        assertThat(control.start(List.of(order(1)), ALICE)).isEqualTo(Outcome.WRONG_STATE);

        assertThat(anchor.done).containsExactly("start 1");
        assertThat(kinds()).containsExactly(Kind.STARTED);
        assertThat(control.board().startedBy(ALICE)).containsExactly(order(1));
    }

    @Test
    void stopping_one_leaves_the_others() {
        control.startedWithAnswer(List.of(order(1)));
        control.start(List.of(order(2)), ALICE);

        assertThat(control.stop(control.board().startedBy(ALICE), ALICE)).isEqualTo(Outcome.DONE);

        assertThat(control.board().state()).isEqualTo(RecordingState.ON);
        assertThat(control.board().startedBy(ALICE)).isEmpty();
        assertThat(control.stop(List.of(order(2)), ALICE)).isEqualTo(Outcome.WRONG_STATE);
    }

    @Test
    void media_are_paused_and_resumed_each_for_itself() {
        control.startedWithAnswer(List.of(order(1)));

        control.pause(Set.of(Medium.VIDEO), ALICE, null);
        control.pause(EVERYTHING, ALICE, null);
        control.resume(Set.of(Medium.AUDIO), ALICE);

        assertThat(anchor.done).containsExactly("pause [VIDEO]", "pause [AUDIO, VIDEO]", "resume [AUDIO]");
        assertThat(control.board().held()).containsExactly(Medium.VIDEO);
        assertThat(control.board().state()).isEqualTo(RecordingState.PAUSED);
        assertThat(control.resume(Set.of(Medium.AUDIO), ALICE)).isEqualTo(Outcome.WRONG_STATE);
        assertThat(control.pause(Set.of(Medium.VIDEO), ALICE, null)).isEqualTo(Outcome.WRONG_STATE);
    }

    @Test
    void nothing_can_be_paused_where_nothing_is_recorded() {
        assertThat(control.pause(EVERYTHING, ALICE, null)).isEqualTo(Outcome.WRONG_STATE);

        assertThat(anchor.done).isEmpty();
    }

    @Test
    void a_pause_ends_by_itself_after_the_given_time() {
        control.startedWithAnswer(List.of(order(1)));
        control.pause(EVERYTHING, ALICE, Duration.ofSeconds(30));
        assertThat(alarms.waiting()).containsExactly(Duration.ofSeconds(30));

        alarms.ring();

        assertThat(kinds()).containsExactly(Kind.STARTED, Kind.PAUSED, Kind.RESUMED);
        assertThat(changes.getLast().by()).isNull();
        assertThat(control.board().held()).isEmpty();
    }

    @Test
    void who_resumes_first_cancels_the_automatic_end() {
        control.startedWithAnswer(List.of(order(1)));
        control.pause(EVERYTHING, ALICE, Duration.ofSeconds(30));

        control.resume(EVERYTHING, ALICE);

        assertThat(alarms.waiting()).isEmpty();
    }

    @Test
    void a_later_pause_without_an_end_outlasts_the_automatic_end_of_the_first() {
        control.startedWithAnswer(List.of(order(1)));
        control.pause(EVERYTHING, ALICE, Duration.ofSeconds(10));

        assertThat(control.pause(EVERYTHING, null, null)).isEqualTo(Outcome.DONE);
        alarms.ring();

        assertThat(control.board().held()).isEqualTo(EVERYTHING);
        assertThat(anchor.done).containsExactly("pause [AUDIO, VIDEO]");
        assertThat(kinds()).as("nobody is told twice").containsExactly(Kind.STARTED, Kind.PAUSED);
    }

    @Test
    void of_two_pauses_the_one_that_lasts_longer_counts() {
        control.startedWithAnswer(List.of(order(1)));
        control.pause(EVERYTHING, ALICE, Duration.ofSeconds(10));

        assertThat(control.pause(EVERYTHING, null, Duration.ofSeconds(5))).isEqualTo(Outcome.WRONG_STATE);
        assertThat(alarms.waiting()).containsExactly(Duration.ofSeconds(10));
        assertThat(control.pause(EVERYTHING, null, Duration.ofSeconds(60))).isEqualTo(Outcome.DONE);
        assertThat(alarms.waiting()).containsExactly(Duration.ofSeconds(60));
    }

    @Test
    void a_pause_without_an_end_gets_none_from_a_later_one() {
        control.startedWithAnswer(List.of(order(1)));
        control.pause(EVERYTHING, ALICE, null);

        assertThat(control.pause(EVERYTHING, null, Duration.ofSeconds(5))).isEqualTo(Outcome.WRONG_STATE);

        assertThat(alarms.waiting()).isEmpty();
    }

    @Test
    void each_medium_is_held_as_long_as_it_was_asked_for() {
        control.startedWithAnswer(List.of(order(1)));
        List<ControlAction> itself = new ArrayList<>();
        control.whenByItself((action, _) -> itself.add(action));
        control.pause(EVERYTHING, ALICE, Duration.ofSeconds(10));
        control.pause(Set.of(Medium.AUDIO), null, Duration.ofSeconds(60));

        alarms.ring();
        assertThat(control.board().held()).containsExactly(Medium.AUDIO);
        alarms.ring();

        assertThat(control.board().held()).isEmpty();
        assertThat(anchor.done).containsExactly("pause [AUDIO, VIDEO]", "resume [VIDEO]", "resume [AUDIO]");
        assertThat(itself)
                .containsExactly(
                        new ControlAction(ControlAction.Verb.RESUME, Set.of(Medium.VIDEO)),
                        new ControlAction(ControlAction.Verb.RESUME, Set.of(Medium.AUDIO)));
    }

    @Test
    void a_pause_that_could_not_end_while_the_node_was_away_ends_when_it_is_back() {
        control.startedWithAnswer(List.of(order(1)));
        List<Outcome> itself = new ArrayList<>();
        control.whenByItself((_, outcome) -> itself.add(outcome));
        control.pause(EVERYTHING, ALICE, Duration.ofSeconds(30));
        anchor.away = true;
        alarms.ring();
        alarms.ring();
        assertThat(control.board().held()).isEqualTo(EVERYTHING);

        anchor.away = false;
        alarms.ring();

        assertThat(control.board().held()).isEmpty();
        assertThat(itself).as("that it failed is told once").containsExactly(Outcome.NODE_AWAY, Outcome.DONE);
        assertThat(alarms.waiting()).isEmpty();
    }

    @Test
    void a_recording_stops_at_its_time_limit() {
        control.start(List.of(order(1, Pauses.SILENCE, 60)), ALICE);

        List<ControlAction> itself = new ArrayList<>();
        control.whenByItself((action, _) -> itself.add(action));
        alarms.ring();

        assertThat(itself).containsExactly(ControlAction.STOP);
        assertThat(kinds()).containsExactly(Kind.STARTED, Kind.STOPPED);
        assertThat(anchor.done).containsExactly("start 1", "stop");
    }

    @Test
    void a_recording_that_could_not_be_stopped_at_its_limit_is_stopped_when_the_node_is_back() {
        control.start(List.of(order(1, Pauses.SILENCE, 60)), ALICE);
        anchor.away = true;
        alarms.ring();

        anchor.away = false;
        alarms.ring();

        assertThat(kinds()).containsExactly(Kind.STARTED, Kind.STOPPED);
    }

    @Test
    void that_it_stops_is_said_when_the_node_has_agreed() {
        var said = new Announcer();
        RecordingControl announced = control(said);
        announced.startedWithAnswer(List.of(order(1)));

        announced.stop(List.of(order(1)), ALICE);

        assertThat(anchor.done).containsExactly("stop after PT1M", "said", "stop after PT3S");
    }

    @Test
    void nobody_hears_that_it_stops_when_the_node_does_not() {
        var said = new Announcer();
        RecordingControl announced = control(said);
        announced.startedWithAnswer(List.of(order(1)));
        anchor.away = true;

        assertThat(announced.stop(List.of(order(1)), ALICE)).isEqualTo(Outcome.NODE_AWAY);

        assertThat(anchor.done).isEmpty();
        assertThat(announced.board().in(RecordingBoard.Phase.RUNNING)).containsExactly(order(1));
    }

    @Test
    void what_the_node_has_agreed_to_end_has_ended_when_it_does_not_end_the_rest() {
        RecordingControl announced = control(new Announcer());
        announced.startedWithAnswer(List.of(order(1), order(2)));
        anchor.most = 1;

        assertThat(announced.stop(List.of(order(1), order(2)), ALICE)).isEqualTo(Outcome.NODE_AWAY);

        assertThat(anchor.done).containsExactly("stop after PT1M");
        assertThat(announced.board().in(RecordingBoard.Phase.RUNNING)).containsExactly(order(2));
        anchor.most = Integer.MAX_VALUE;
        assertThat(announced.stop(List.of(order(2)), ALICE)).isEqualTo(Outcome.DONE);
    }

    @Test
    void only_a_file_from_which_pauses_are_cut_has_its_limit_put_off_by_them() {
        control.start(List.of(order(1, Pauses.SILENCE, 60), order(2, Pauses.CUT, 61)), ALICE);

        control.pause(EVERYTHING, ALICE, null);

        assertThat(alarms.waiting())
                .singleElement()
                .satisfies(delay -> assertThat(delay).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61)));
        control.resume(EVERYTHING, ALICE);
        assertThat(alarms.waiting()).hasSize(2);
    }

    @Test
    void nothing_has_changed_when_the_node_is_away() {
        control.startedWithAnswer(List.of(order(1)));
        anchor.away = true;

        assertThat(control.start(List.of(order(2)), ALICE)).isEqualTo(Outcome.NODE_AWAY);
        assertThat(control.pause(EVERYTHING, ALICE, null)).isEqualTo(Outcome.NODE_AWAY);
        assertThat(control.stop(List.of(order(1)), ALICE)).isEqualTo(Outcome.NODE_AWAY);

        assertThat(kinds()).containsExactly(Kind.STARTED);
        assertThat(control.board().state()).isEqualTo(RecordingState.ON);
        assertThat(control.board().in(RecordingBoard.Phase.RUNNING)).containsExactly(order(1));
    }

    @Test
    void a_recording_for_which_there_is_no_room_is_none() {
        anchor.full = true;

        assertThat(control.start(List.of(order(1)), ALICE)).isEqualTo(Outcome.NO_ROOM);

        assertThat(changes).isEmpty();
        assertThat(control.board()).isEqualTo(RecordingBoard.EMPTY);
    }

    @Test
    void the_end_of_the_call_is_no_stop_and_leaves_no_alarm() {
        RecordingOrder limited = order(1, Pauses.SILENCE, 60);
        control.start(List.of(limited), ALICE);
        control.pause(EVERYTHING, ALICE, Duration.ofSeconds(30));

        control.ended();

        assertThat(kinds()).containsExactly(Kind.STARTED, Kind.PAUSED);
        assertThat(alarms.waiting()).isEmpty();
        assertThat(control.board().state()).isEqualTo(RecordingState.OFF);
    }

    private List<Kind> kinds() {
        return changes.stream().map(RecordingChange::kind).toList();
    }

    /** Says of every end that it comes. */
    private final class Announcer implements RecordingListener {

        @Override
        public boolean announces(RecordingChange stop) {
            return true;
        }

        @Override
        public Duration stopping(RecordingChange change) {
            anchor.done.add("said");
            return Duration.ofSeconds(3);
        }

        @Override
        public void changed(RecordingChange change) {}
    }
}
