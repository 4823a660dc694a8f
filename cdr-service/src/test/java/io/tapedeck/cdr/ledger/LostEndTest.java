package io.tapedeck.cdr.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.cdr.SampleCall;
import io.tapedeck.cdr.cdr.Closure;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.testkit.time.SteppingClock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls whose CallEnded never comes, or comes late. */
class LostEndTest {

    private static final Duration GRACE = Duration.ofMinutes(2);
    private static final Duration SILENCE = Duration.ofHours(12);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final SampleCall call = SampleCall.fresh();
    private final SteppingClock clock = new SteppingClock(call.endsAt().plusMillis(700));
    private TestLedger test;

    @BeforeEach
    void freshDatabase() {
        test = new TestLedger(clock);
    }

    @Test
    void a_call_whose_captures_are_sealed_ends_with_them_after_the_grace_and_not_before() {
        test.book.enterCalls(List.of(call.answered()));
        test.book.enterCaptures(List.of(call.captureStarted(), call.captureSealed()));

        clock.advance(GRACE);
        sweep();
        assertThat(closure()).isNull();

        clock.advance(TICK);
        sweep();
        sweep();
        assertThat(closure()).isEqualTo(new Closure(call.endsAt(), EndedReason.INTERRUPTED, true));
        assertThat(test.endLost).isEqualTo(1);
        assertThat(test.archive.inProgress()).isZero();
        assertThat(test.outbox.depth()).as("others are told once").isEqualTo(1);
    }

    @Test
    void what_is_read_late_is_not_taken_for_silence() {
        clock.advance(Duration.ofDays(2));
        test.book.enterCaptures(List.of(call.captureSealed()));
        test.book.enterCalls(List.of(call.answered()));

        sweep();

        assertThat(closure()).isNull();
    }

    @Test
    void a_call_that_is_still_captured_goes_on() {
        test.book.enterCalls(List.of(call.answered()));
        test.book.enterCaptures(List.of(call.captureStarted()));
        clock.advance(Duration.ofHours(11));

        sweep();

        assertThat(closure()).isNull();
    }

    @Test
    void a_call_without_any_news_is_closed_and_its_missing_recording_found() {
        test.book.enterCalls(List.of(call.answered()));
        clock.advance(SILENCE);
        sweep();
        assertThat(closure()).isNull();

        clock.advance(TICK);
        sweep();

        assertThat(closure()).isEqualTo(new Closure(call.startedAt().plusSeconds(3), EndedReason.INTERRUPTED, true));
        test.book.sweep(GRACE, 10);
        assertThat(test.notCaptured).isEqualTo(1);
    }

    @Test
    void news_of_a_capture_is_news_of_the_call() {
        test.book.enterCalls(List.of(call.answered()));
        clock.advance(SILENCE);
        test.book.enterCaptures(List.of(call.captureStarted()));
        clock.advance(TICK);

        sweep();

        assertThat(closure()).isNull();
    }

    @Test
    void the_calls_own_end_still_wins() {
        test.book.enterCalls(List.of(call.answered()));
        test.book.enterCaptures(List.of(call.captureSealed()));
        clock.advance(GRACE.plus(TICK));
        sweep();

        test.book.enterCalls(List.of(call.ended()));

        assertThat(closure()).isEqualTo(new Closure(call.endsAt(), EndedReason.CALLER_DISCONNECT, false));
        assertThat(test.outbox.depth()).as("completed, then corrected").isEqualTo(2);
    }

    private void sweep() {
        test.book.closeUnended(GRACE, SILENCE, 10);
    }

    private @Nullable Closure closure() {
        return test.archive.cdr(call.session()).orElseThrow().closure();
    }
}
