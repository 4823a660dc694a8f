package io.tapedeck.cdr.announce;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnnounceSettingsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void nonsense_stops_the_start_and_names_the_key() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AnnounceSettings(0, SECOND, SECOND, SECOND))
                .withMessageContaining("tapedeck.cdr.announce.batch");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AnnounceSettings(1, Duration.ZERO, SECOND, SECOND))
                .withMessageContaining("poll");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AnnounceSettings(1, SECOND, SECOND, SECOND.negated()))
                .withMessageContaining("acknowledged-within");
    }
}
