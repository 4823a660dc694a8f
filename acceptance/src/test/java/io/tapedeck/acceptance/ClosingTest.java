package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {

    private final List<String> closed = new ArrayList<>();
    private final AssertionError deaf = new AssertionError("did not stop");
    private final IOException broken = new IOException("broken");

    private final List<AutoCloseable> begun = List.of(
            () -> {
                throw deaf;
            },
            () -> closed.add("second"),
            () -> {
                throw broken;
            },
            () -> closed.add("fourth"));

    @Test
    void all_are_closed_though_some_fail_and_all_failures_are_told() {
        assertThatThrownBy(() -> Closing.all(begun))
                .satisfies(failure -> assertThat(failure.getSuppressed()).containsExactly(deaf, broken));

        assertThat(closed).containsExactly("second", "fourth");
    }

    @Test
    void the_failure_that_came_first_is_the_one_that_is_told() {
        var first = new AssertionError("the platform ended while starting");

        Closing.after(first, begun);

        assertThat(first.getSuppressed()).containsExactly(deaf, broken);
        assertThat(closed).containsExactly("second", "fourth");
    }

    @Test
    void closing_without_trouble_says_nothing() {
        assertThatCode(() -> Closing.all(List.of(() -> closed.add("only")))).doesNotThrowAnyException();

        assertThat(closed).containsExactly("only");
    }
}
