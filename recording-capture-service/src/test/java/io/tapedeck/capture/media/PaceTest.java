package io.tapedeck.capture.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

    @ParameterizedTest
    @CsvSource({
        "0, 9000000, 0", // idle: the wait for the next packet is rest enough
        "1, 9000000, 200000",
        "15, 9000000, 200000",
        "16, 9000000, 0", // there is more to do than time
        "1, 50000, 50000", // a timer comes first
        "1, 0, 0"
    })
    void it_rests_after_a_look_that_found_few(int datagrams, long nanosToNextTimer, long rest) {
        assertThat(new Pace(200_000).restAfter(datagrams, nanosToNextTimer)).isEqualTo(rest);
    }
}
