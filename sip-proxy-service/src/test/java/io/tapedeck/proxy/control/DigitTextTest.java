package io.tapedeck.proxy.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitTextTest {

    @Test
    void a_relayed_key_says_how_long_it_was() {
        assertThat(DigitText.parse("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n"))
                .contains(new DigitText('5', Duration.ofMillis(160)));
    }

    @ParameterizedTest
    @CsvSource({
        "application/dtmf-relay, 'Signal= *', *",
        "application/DTMF-relay, 'signal=11', #",
        "application/dtmf, '10', *",
        "application/dtmf, ' d ', D"
    })
    void keys_are_written_in_several_ways(String type, String body, char key) {
        assertThat(DigitText.parse(type, body)).map(DigitText::key).contains(key);
    }

    @ParameterizedTest
    @CsvSource({
        "application/dtmf-relay, 'Duration=160'",
        "application/dtmf, '55'",
        "application/dtmf, ''",
        "application/dtmf-relay, 'Signal=16'",
        "text/plain, '5'"
    })
    void what_is_no_key_is_nothing(String type, String body) {
        assertThat(DigitText.parse(type, body)).isEmpty();
    }
}
