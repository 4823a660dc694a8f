package io.tapedeck.vital;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class VitalHealthTest {

    private final VitalWork work = new VitalWork("announcer");
    private final CountDownLatch told = new CountDownLatch(1);

    @AfterEach
    void end() {
        told.countDown();
    }

    @Test
    void work_that_nobody_does_is_down_by_itself_and_not_needed_among_others() {
        assertThat(VitalHealth.of(work).health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(VitalHealth.ofAll(List.of(work)).health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void work_that_fails_by_a_fault_of_ours_is_degraded_until_a_round_succeeds() throws InterruptedException {
        VitalHealth one = VitalHealth.of(work);
        VitalHealth all = VitalHealth.ofAll(List.of(work, new VitalWork("follower")));
        work.start(Thread.ofVirtual(), this::awaitTheEnd);

        work.attempt(() -> {
            throw new IllegalStateException("unforeseen");
        });

        assertThat(one.health().getStatus()).hasToString("DEGRADED");
        assertThat(all.health().getStatus()).hasToString("DEGRADED");
        work.attempt(() -> {});
        assertThat(one.health().getStatus()).isEqualTo(Status.UP);
        assertThat(all.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void work_that_has_ended_untold_is_down_whatever_the_others_do() throws InterruptedException {
        var other = new VitalWork("follower");
        other.start(Thread.ofVirtual(), this::awaitTheEnd);
        work.start(Thread.ofVirtual(), () -> {}).join();

        assertThat(VitalHealth.of(work).health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(VitalHealth.ofAll(List.of(work, other)).health().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void operators_read_how_it_is_and_how_often_it_has_failed() {
        Health one = VitalHealth.of(work).health();
        Health all = VitalHealth.ofAll(List.of(work)).health();

        assertThat(one.getDetails()).isEqualTo(Map.of("thread", VitalWork.State.IDLE, "faults", 0L));
        assertThat(all.getDetails()).isEqualTo(Map.of("announcer", "idle, 0 faults"));
    }

    private void awaitTheEnd() {
        try {
            told.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
