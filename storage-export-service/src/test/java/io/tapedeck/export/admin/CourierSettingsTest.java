package io.tapedeck.export.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class CourierSettingsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void settings_become_patience() {
        assertThat(settings(4, SECOND).patience().attempt(2048)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void nonsense_stops_the_start_and_names_the_key() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(0, SECOND))
                .withMessageContaining("tapedeck.export.courier");
        assertThatIllegalArgumentException().isThrownBy(() -> settings(4, Duration.ZERO));
    }

    private static CourierSettings settings(int parallel, Duration poll) {
        return new CourierSettings(parallel, poll, SECOND, SECOND, SECOND, SECOND, DataSize.ofKilobytes(1));
    }
}
