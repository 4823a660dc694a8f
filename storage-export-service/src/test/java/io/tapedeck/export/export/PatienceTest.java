package io.tapedeck.export.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatienceTest {

    private final Patience patience = new Patience(
            Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofDays(4), Duration.ofSeconds(30), 64 * 1024);

    @ParameterizedTest
    @CsvSource({"1, PT5S", "2, PT10S", "3, PT20S", "10, PT42M40S", "11, PT1H", "64, PT1H", "1000000, PT1H"})
    void pauses_double_up_to_the_longest_and_vary_by_half(int attempts, Duration whole) {
        var chance = new Random(attempts);

        for (int i = 0; i < 200; i++) {
            assertThat(patience.pauseAfter(attempts, chance)).isBetween(whole.dividedBy(2), whole);
        }
    }

    @Test
    void a_large_file_has_longer() {
        assertThat(patience.attempt(64 * 1024 * 100)).isEqualTo(Duration.ofSeconds(130));
    }

    @Test
    void nonsense_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Patience(Duration.ZERO, Duration.ofHours(1), Duration.ofDays(1), Duration.ofSeconds(1), 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Patience(
                        Duration.ofHours(2), Duration.ofHours(1), Duration.ofDays(1), Duration.ofSeconds(1), 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Patience(
                        Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofDays(1), Duration.ofSeconds(1), 0));
    }

    @Test
    void secrets_of_an_address_are_not_told() {
        URI address = URI.create("https://ann:secret@archive.example:8443/in/box?sig=secret#secret");

        assertThat(Courier.shown(address)).isEqualTo(URI.create("https://archive.example:8443/in/box"));
    }
}
