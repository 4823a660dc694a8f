package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.calls.EndedReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One call at a time, and a short breath between two looks at the media. */
class LimitsTest extends WireTest {

    @Override
    SipServerSettings settings(int port) {
        return new SipServerSettings(
                "127.0.0.1", port, null, Duration.ofMinutes(3), Duration.ofSeconds(20), 1, TCP, Duration.ofMillis(200));
    }

    @Test
    void more_calls_than_allowed_are_asked_to_come_back_until_one_has_ended() throws Exception {
        connect("the-one");

        alice.send(alice.invite("sip:1002@example.com", "one-too-many"));
        Message refused = alice.expectStatus(503);
        house.mediaAlive = false;

        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(eventsUntilEnd("the-one").getLast().call().endedReason()).isEqualTo(EndedReason.MEDIA_TIMEOUT);
    }
}
