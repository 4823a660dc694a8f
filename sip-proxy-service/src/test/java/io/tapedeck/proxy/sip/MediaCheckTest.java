package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.proxy.control.ControlRules;
import io.tapedeck.testkit.leaks.LeakCheck;
import io.tapedeck.testkit.time.Eventually;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class MediaCheckTest {

    private final FakeHouse house = new FakeHouse();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Calls calls = new Calls(
            house,
            house,
            executor,
            new Timers(),
            new ControlRules(house, Duration.ofSeconds(3)),
            Clock.systemUTC(),
            _ -> {},
            null);

    @AfterEach
    void stop() {
        executor.shutdownNow();
        executor.close();
    }

    @Test
    void many_calls_are_asked_for_at_once_and_one_round_at_a_time() {
        for (int number = 0; number < 100; number++) {
            call(number);
        }
        house.answersMedia = new CountDownLatch(1);
        house.mediaAlive = false;
        var check = check(Duration.ofHours(1));

        executor.execute(check::round);
        Eventually.passes(() -> assertThat(house.questions).hasSize(64), Duration.ofSeconds(30));
        check.round();
        house.answersMedia.countDown();

        Eventually.passes(() -> assertThat(calls.size()).isZero(), Duration.ofSeconds(30));
        assertThat(house.questions).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void a_call_that_nobody_answers_or_ends_does_not_stay_for_ever() throws InterruptedException {
        CallSession call = call(1);
        call.begin(record(call.id()));

        check(Duration.ofHours(1)).round();
        assertThat(calls.size()).isOne();
        check(Duration.ZERO).round();

        assertThat(house.events.poll(30, TimeUnit.SECONDS)).isInstanceOf(CallEvent.CallStarted.class);
        CallEvent end = house.events.poll(30, TimeUnit.SECONDS);
        assertThat(end).isInstanceOf(CallEvent.CallEnded.class);
        assertThat(end.call().statusCode()).isEqualTo(500);
        Eventually.passes(() -> assertThat(calls.size()).isZero(), Duration.ofSeconds(30));
        assertThat(house.deleted).containsExactly(call.id());
    }

    @Test
    void whoever_still_waits_for_the_answer_of_a_forgotten_call_is_told() {
        CallSession call = call(2);
        call.begin(record(call.id()));
        var told = new CountDownLatch(1);
        call.whenForgotten(told::countDown);

        check(Duration.ZERO).round();

        Eventually.passes(() -> assertThat(told.getCount()).isZero(), Duration.ofSeconds(30));
    }

    private MediaCheck check(Duration longestSilence) {
        return new MediaCheck(calls, executor, Clock.systemUTC(), longestSilence);
    }

    private CallSession call(int number) {
        var identity = new CallIdentity(
                new SessionId(new UUID(7, number)),
                "192.0.2.9:2223",
                FakeHouse.TENANT,
                "call-" + number,
                Party.offnet("1"),
                Party.offnet("2"));
        return calls.create(identity, new Mailbox(executor));
    }

    private static CallRecord record(SessionId id) {
        return new CallRecord(
                id,
                1,
                FakeHouse.TENANT,
                "Example",
                "call",
                Direction.INTERNAL,
                Party.offnet("1"),
                Party.offnet("2"),
                "",
                "",
                "",
                Instant.EPOCH,
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
