package io.tapedeck.testkit.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProgramsTest {

    @Test
    void a_program_on_the_path_is_found() {
        assertThat(Programs.find("sh")).isPresent();
        Programs.require("sh");
    }

    @Test
    void a_test_that_needs_a_missing_program_does_not_pass() {
        assertThatThrownBy(() -> Programs.require("no-such-program-anywhere"))
                .hasMessageContaining("no-such-program-anywhere is not installed");
    }
}
