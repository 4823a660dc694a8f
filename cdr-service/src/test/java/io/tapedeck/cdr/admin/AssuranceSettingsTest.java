package io.tapedeck.cdr.admin;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AssuranceSettingsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void nonsense_stops_the_start_and_names_the_key() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AssuranceSettings(Duration.ZERO, SECOND, 1))
                .withMessageContaining("tapedeck.cdr.assurance");
        assertThatIllegalArgumentException().isThrownBy(() -> new AssuranceSettings(SECOND, SECOND, 0));
    }
}
