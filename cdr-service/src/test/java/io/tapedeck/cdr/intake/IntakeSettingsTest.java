package io.tapedeck.cdr.intake;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IntakeSettingsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void nonsense_stops_the_start_and_names_the_key() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IntakeSettings(Duration.ZERO, SECOND, SECOND))
                .withMessageContaining("tapedeck.cdr.intake.first-retry");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IntakeSettings(SECOND, Duration.ofMillis(1), SECOND))
                .withMessageContaining("longest-retry");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IntakeSettings(SECOND, SECOND, Duration.ZERO))
                .withMessageContaining("topics-retry");
    }
}
