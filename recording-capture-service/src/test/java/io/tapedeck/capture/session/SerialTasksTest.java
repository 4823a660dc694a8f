package io.tapedeck.capture.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SerialTasksTest {

    @Test
    void tasks_of_one_key_run_in_order_and_never_at_once() throws InterruptedException {
        Queue<Integer> seen = new ConcurrentLinkedQueue<>();
        var done = new CountDownLatch(1_000);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new SerialTasks(threads, 10_000);
            for (int i = 0; i < 1_000; i++) {
                int number = i;
                tasks.execute("call", () -> {
                    seen.add(number);
                    done.countDown();
                });
            }
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(seen)
                .containsExactlyElementsOf(IntStream.range(0, 1_000).boxed().toList());
    }

    @Test
    void a_task_that_fails_does_not_keep_the_next_from_running() {
        List<String> seen = new ArrayList<>();
        var tasks = new SerialTasks(Runnable::run, 10);

        tasks.execute("call", () -> {
            throw new IllegalStateException("on purpose");
        });
        tasks.execute("call", () -> seen.add("next"));

        assertThat(seen).containsExactly("next");
        assertThat(tasks.size()).isZero();
    }

    @Test
    void what_does_not_fit_is_refused() {
        Queue<Runnable> held = new ArrayDeque<>();
        var tasks = new SerialTasks(held::add, 2);

        assertThat(tasks.execute("a", () -> {})).isTrue();
        assertThat(tasks.execute("a", () -> {})).isTrue();
        assertThat(tasks.execute("b", () -> {})).isFalse();
        held.forEach(Runnable::run);
        assertThat(tasks.execute("b", () -> {})).isTrue();
    }
}
