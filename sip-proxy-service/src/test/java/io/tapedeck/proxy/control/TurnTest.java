package io.tapedeck.proxy.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TurnTest {

    private final Turn turn = new Turn();

    @Test
    void what_has_begun_cannot_be_given_up() {
        turn.take(() -> {
            assertThat(turn.cancel(false)).isFalse();
            return Optional.of(Verdict.DONE);
        });

        assertThat(turn.join()).contains(Verdict.DONE);
    }

    @Test
    void what_takes_longer_than_somebody_waits_for_its_beginning_has_begun_all_the_same() {
        turn.take(() -> {
            assertThat(comesAtOnce()).isTrue();
            return Optional.of(Verdict.DONE);
        });

        assertThat(comesAtOnce()).isTrue();
    }

    @Test
    void what_was_given_up_does_not_happen() {
        assertThat(comesAtOnce()).isFalse();

        turn.take(() -> {
            throw new AssertionError("nobody waits for it");
        });

        assertThat(turn.isCancelled()).isTrue();
    }

    private boolean comesAtOnce() {
        try {
            return turn.comesWithin(Duration.ZERO);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
