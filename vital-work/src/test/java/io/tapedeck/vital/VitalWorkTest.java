package io.tapedeck.vital;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.vital.VitalWork.State;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class VitalWorkTest {

    private final VitalWork work = new VitalWork("work-of-a-test");
    private final CountDownLatch told = new CountDownLatch(1);

    @Test
    void a_round_that_fails_is_counted_and_the_next_one_may_succeed() throws InterruptedException {
        Thread thread = work.start(Thread.ofVirtual(), this::awaitTheEnd);

        assertThat(work.attempt(() -> {
                    throw new IllegalStateException("unforeseen");
                }))
                .isFalse();
        assertThat(work.state()).isEqualTo(State.FAILING);
        assertThat(work.attempt(() -> {})).isTrue();

        assertThat(work.state()).isEqualTo(State.WORKING);
        assertThat(work.faults()).isEqualTo(1);
        told.countDown();
        thread.join();
    }

    @Test
    void a_thread_that_has_ended_by_itself_is_missed_and_one_that_was_told_to_is_not() throws InterruptedException {
        assertThat(work.state()).isEqualTo(State.IDLE);
        work.start(Thread.ofPlatform(), () -> {}).join();

        assertThat(work.state()).isEqualTo(State.GONE);
        work.ends();
        assertThat(work.state()).isEqualTo(State.IDLE);
    }

    @Test
    void an_interrupt_is_no_fault() {
        assertThatThrownBy(() -> work.attempt(() -> {
                    throw new InterruptedException();
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(work.faults()).isZero();
    }

    @Test
    void the_thread_has_the_name_of_the_work() throws InterruptedException {
        Thread thread = work.start(Thread.ofVirtual(), () -> {});

        assertThat(thread.getName()).isEqualTo(work.name());
        thread.join();
    }

    private void awaitTheEnd() {
        try {
            told.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
