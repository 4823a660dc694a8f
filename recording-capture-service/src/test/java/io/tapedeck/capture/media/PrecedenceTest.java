package io.tapedeck.capture.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrecedenceTest {

    private static final long WINDOW = Duration.ofMillis(20).toNanos();

    private final List<String> told = new ArrayList<>();
    private final Precedence precedence = new Precedence(this::claim, () -> told.add("gave up"));
    private long now = -5;

    @Test
    void a_loop_with_time_to_spare_keeps_its_place() {
        String got = precedence.claim(now);

        seconds(30, 0.9);

        assertThat(got).isEqualTo("round-robin");
        assertThat(told).containsExactly("claimed");
    }

    @Test
    void a_loop_that_needs_nearly_all_of_a_processor_gives_its_place_up() {
        String _ = precedence.claim(now);

        seconds(30, 1);

        assertThat(told).containsExactly("claimed", "gave up");
    }

    @Test
    void a_second_of_catching_up_changes_nothing() {
        String _ = precedence.claim(now);

        seconds(10, 0.8);
        seconds(1, 1);
        seconds(10, 0.8);

        assertThat(told).containsExactly("claimed");
    }

    @Test
    void it_comes_back_when_the_load_has_gone() {
        String _ = precedence.claim(now);

        seconds(30, 1);
        seconds(30, 0.9);
        List<String> stillBusy = List.copyOf(told);
        seconds(30, 0.5);

        assertThat(stillBusy).containsExactly("claimed", "gave up");
        assertThat(told).containsExactly("claimed", "gave up", "claimed");
    }

    @Test
    void one_that_slept_for_long_is_judged_by_what_it_does_now() {
        String _ = precedence.claim(now);
        seconds(30, 1);

        precedence.used(0.01, now += Duration.ofSeconds(30).toNanos());

        assertThat(told).containsExactly("claimed", "gave up", "claimed");
    }

    private void seconds(int count, double load) {
        for (int i = 0; i < count * 50; i++) {
            now += WINDOW;
            precedence.used(load, now);
        }
    }

    private String claim() {
        told.add("claimed");
        return "round-robin";
    }
}
