package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gov.nist.javax.sip.stack.SIPStackTimerTask;
import io.tapedeck.testkit.time.Eventually;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StackTimerTest {

    private static final long SOON_SECONDS = 60;

    private final StackTimer timer = new StackTimer();
    private final ThreadGroup threads = new ThreadGroup("timer");
    private final BlockingQueue<String> fired = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> cleaned = new LinkedBlockingQueue<>();

    @BeforeEach
    void started() throws Exception {
        var starting = new Thread(threads, () -> timer.start(null, null));
        starting.start();
        starting.join();
    }

    @AfterEach
    void stopped() {
        timer.stop();
    }

    @Test
    void a_task_runs_once_and_not_before_its_time() throws Exception {
        long began = System.nanoTime();

        timer.schedule(new Named("once"), 70);

        assertThat(next()).isEqualTo("once");
        assertThat(System.nanoTime() - began)
                .isGreaterThanOrEqualTo(Duration.ofMillis(70).toNanos());
        timer.schedule(new Named("later"), 100);
        assertThat(next()).isEqualTo("later");
    }

    @Test
    void tasks_run_in_the_order_of_their_times() throws Exception {
        timer.schedule(new Named("third"), 2_000);
        timer.schedule(new Named("first"), 0);
        timer.schedule(new Named("second"), 1_000);

        assertThat(next()).isEqualTo("first");
        assertThat(next()).isEqualTo("second");
        assertThat(next()).isEqualTo("third");
    }

    @Test
    void a_repeated_task_runs_until_it_is_cancelled() throws Exception {
        var repeated = new Named("again");
        timer.scheduleWithFixedDelay(repeated, 0, 30);
        assertThat(next()).isEqualTo("again");
        assertThat(next()).isEqualTo("again");
        assertThat(next()).isEqualTo("again");

        assertThat(timer.cancel(repeated)).isTrue();

        timer.schedule(new Named("end"), 150);
        String last = next();
        while (last.equals("again")) { // one may have been running
            last = next();
        }
        assertThat(last).isEqualTo("end");
        assertThat(timer.cancel(repeated)).isFalse();
    }

    @Test
    void a_task_may_cancel_itself_and_schedule_another() throws Exception {
        var own = new Named("own") {
            @Override
            public void runTask() {
                super.runTask();
                timer.cancel(this);
                timer.schedule(new Named("linger"), 10);
            }
        };

        timer.scheduleWithFixedDelay(own, 10, 10);

        assertThat(next()).isEqualTo("own");
        assertThat(next()).isEqualTo("linger");
    }

    @Test
    void a_cancelled_task_never_runs_and_cleans_up() throws Exception {
        var busy = new CountDownLatch(1);
        timer.schedule(waitingFor(busy), 0);
        var cancelled = new Named("cancelled");
        timer.schedule(cancelled, 50);
        timer.schedule(new Named("kept"), 100);

        assertThat(timer.cancel(cancelled)).isTrue();
        busy.countDown();

        assertThat(cleaned).containsExactly("cancelled");
        assertThat(next()).isEqualTo("kept");
    }

    @Test
    void a_task_that_fails_stops_nobody() throws Exception {
        timer.schedule(
                new Named("broken") {
                    @Override
                    public void runTask() {
                        throw new IllegalStateException("on purpose");
                    }
                },
                0);
        timer.schedule(new Named("next"), 40);

        assertThat(next()).isEqualTo("next");
    }

    @Test
    void what_is_due_after_more_than_a_turn_of_the_wheel_waits_for_it() throws Exception {
        var small = new StackTimer(8); // a turn is 160 ms
        small.start(null, null);
        try {
            long began = System.nanoTime();
            small.schedule(new Named("far"), 400);
            small.schedule(new Named("near"), 20);

            assertThat(next()).isEqualTo("near");
            assertThat(next()).isEqualTo("far");
            assertThat(System.nanoTime() - began)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(400).toNanos());
        } finally {
            small.stop();
        }
    }

    @Test
    void ten_rounds_take_ten_periods_however_late_each_is() {
        long due = 5;
        for (int round = 0; round < 10; round++) {
            due = StackTimer.nextDue(due, due + round % 5, 100);
        }

        assertThat(due).isEqualTo(5 + 50);
    }

    @Test
    void a_period_that_is_no_multiple_of_a_tick_is_never_too_short() {
        assertThat(StackTimer.nextDue(5, 5, 41)).isEqualTo(5 + 3);
    }

    @Test
    void rounds_that_a_stall_swallowed_are_not_made_up_for() {
        assertThat(StackTimer.nextDue(5, 1_000, 100)).isEqualTo(1_000 + 5);
    }

    @Test
    void a_timer_that_is_interrupted_goes_on_and_rests_again() throws Exception {
        var ticking = new Thread[1];
        threads.enumerate(ticking);

        ticking[0].interrupt();
        timer.schedule(new Named("after"), 60);
        ticking[0].interrupt();

        assertThat(next()).isEqualTo("after");
        Eventually.holds(
                () -> ticking[0].getState() == Thread.State.WAITING,
                Duration.ofSeconds(SOON_SECONDS),
                "the thread rests");
    }

    @Test
    void a_stopped_timer_takes_nothing_and_its_thread_ends() {
        timer.stop();

        assertThat(timer.isStarted()).isFalse();
        assertThatThrownBy(() -> timer.schedule(new Named("late"), 0)).isInstanceOf(IllegalStateException.class);
        Eventually.holds(() -> threads.activeCount() == 0, Duration.ofSeconds(SOON_SECONDS), "the thread ended");
    }

    /** Until then the timer does nothing else. */
    private Named waitingFor(CountDownLatch signal) {
        return new Named("busy") {
            @Override
            public void runTask() {
                try {
                    signal.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    private String next() throws InterruptedException {
        String name = fired.poll(SOON_SECONDS, TimeUnit.SECONDS);
        return name == null ? "nothing" : name;
    }

    private class Named extends SIPStackTimerTask {

        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public void runTask() {
            fired.add(name);
        }

        @Override
        public void cleanUpBeforeCancel() {
            cleaned.add(name);
        }

        @Override
        public String getThreadHash() {
            return name;
        }
    }
}
