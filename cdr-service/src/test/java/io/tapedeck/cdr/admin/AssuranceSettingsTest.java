package io.tapedeck.cdr.admin;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AssuranceSettingsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void nonsense_stops_the_start_and_names_the_key() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Duration.ZERO, SECOND, SECOND, 1))
                .withMessageContaining("tapedeck.cdr.assurance");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(SECOND, Duration.ZERO, SECOND, 1))
                .withMessageContaining("end-grace");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(SECOND, SECOND, SECOND.negated(), 1))
                .withMessageContaining("silence");
        assertThatIllegalArgumentException().isThrownBy(() -> settings(SECOND, SECOND, SECOND, 0));
    }

    private static AssuranceSettings settings(Duration grace, Duration endGrace, Duration silence, int batch) {
        return new AssuranceSettings(grace, endGrace, silence, SECOND, batch);
    }
}
