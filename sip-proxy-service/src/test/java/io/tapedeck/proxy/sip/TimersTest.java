package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimersTest {

    private final Timers timers = new Timers();
    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final Mailbox mailbox = new Mailbox(threads::add);
    private final List<String> done = new ArrayList<>();

    @AfterEach
    void close() {
        timers.close();
    }

    @Test
    void a_task_whose_time_has_come_is_done_though_the_mailbox_is_full() throws Exception {
        while (mailbox.post(() -> {})) {
            // until it is full
        }

        timers.after(Duration.ZERO, mailbox, () -> done.add("timer")).get(30, TimeUnit.SECONDS);

        threads.remove().run();
        assertThat(done).containsExactly("timer");
    }

    @Test
    void what_waits_is_counted_without_what_comes_again_and_again() {
        timers.every(Duration.ofHours(1), () -> {});
        assertThat(timers.size()).isZero();

        var waiting = timers.after(Duration.ofHours(1), mailbox, () -> {});
        assertThat(timers.size()).isOne();

        waiting.cancel(false);
        assertThat(timers.size()).isZero();
    }

    @Test
    void what_is_done_regularly_is_done_again_after_it_has_failed() throws Exception {
        var twice = new CountDownLatch(2);

        timers.every(Duration.ofMillis(1), () -> {
            twice.countDown();
            throw new IllegalStateException("a mistake of ours");
        });

        assertThat(twice.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_task_that_breaks_leaves_the_others_of_its_mailbox_alone() {
        mailbox.post(() -> {
            throw new StackOverflowError("a mistake of ours");
        });
        mailbox.post(() -> done.add("next"));

        threads.remove().run();

        assertThat(done).containsExactly("next");
    }
}
