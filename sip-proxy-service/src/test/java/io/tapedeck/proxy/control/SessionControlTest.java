package io.tapedeck.proxy.control;

import static io.tapedeck.proxy.control.Orders.TENANT;
import static io.tapedeck.proxy.control.Orders.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.calls.TimelineEntry;
import io.tapedeck.contracts.calls.TimelineEntry.Result;
import io.tapedeck.proxy.policy.ControlPolicy;
import io.tapedeck.proxy.policy.ControlRights;
import io.tapedeck.proxy.policy.Demand;
import io.tapedeck.proxy.policy.DemandedCall;
import io.tapedeck.proxy.policy.Medium;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an administrator does to a call of a tenant whose pauses end after half a minute. */
class SessionControlTest {

    private final ObligingAnchor anchor = new ObligingAnchor();
    private final HandAlarms alarms = new HandAlarms();
    private final List<TimelineEntry> timeline = new ArrayList<>();
    private final RecordingControl recording = new RecordingControl(
            new SessionId(new UUID(5, 5)), "127.0.0.1:2223", TENANT, anchor, alarms, InstantSource.system(), _ -> {});
    private final DemandedCall call =
            new DemandedCall(TENANT, Party.offnet("1001"), Party.offnet("1002"), EnumSet.of(Medium.AUDIO));
    private final SessionControl control =
            new SessionControl(new HalfAMinute(), recording, InstantSource.system(), () -> call, timeline::add);

    @BeforeEach
    void something_is_recorded() {
        recording.whenByItself(control::byItself);
        recording.startedWithAnswer(List.of(order(1)));
    }

    @Test
    void a_pause_ends_as_the_settings_of_the_tenant_say() {
        assertThat(pause(null)).isEqualTo(Verdict.DONE);

        assertThat(alarms.waiting()).containsExactly(Duration.ofSeconds(30));
    }

    @Test
    void a_pause_ends_when_whoever_asks_says_so() {
        assertThat(pause(Duration.ofSeconds(5))).isEqualTo(Verdict.DONE);

        assertThat(alarms.waiting()).containsExactly(Duration.ofSeconds(5));
    }

    @Test
    void whoever_asks_may_pause_for_ever() {
        assertThat(pause(Duration.ZERO)).isEqualTo(Verdict.DONE);

        assertThat(alarms.waiting()).isEmpty();
    }

    @Test
    void that_a_pause_could_not_end_in_time_stands_in_the_timeline() {
        pause(null);
        anchor.away = true;
        alarms.ring();
        anchor.away = false;
        alarms.ring();

        assertThat(timeline)
                .extracting(TimelineEntry::what)
                .containsExactly("recording.pause", "recording.resume", "recording.resume");
        assertThat(timeline).extracting(TimelineEntry::result).containsExactly(Result.DONE, Result.FAILED, Result.DONE);
    }

    private Verdict pause(@Nullable Duration resumeAfter) {
        return control.byAdministrator(new Wish("admin", ControlAction.PAUSE, Demand.NOTHING, null, resumeAfter));
    }

    /** No party may do anything. */
    private static final class HalfAMinute implements ControlPolicy {

        @Override
        public Optional<ControlRights> rights(Party party) {
            return Optional.empty();
        }

        @Override
        public Optional<Duration> resumeAfter(TenantId tenant) {
            return tenant.equals(TENANT) ? Optional.of(Duration.ofSeconds(30)) : Optional.empty();
        }

        @Override
        public Optional<RecordingOrder> demanded(DemandedCall call, @Nullable Party owner, Demand wishes) {
            return Optional.empty();
        }
    }
}
