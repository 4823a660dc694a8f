package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Targets that ring too long, or say nothing. */
class PatienceWithPhonesTest extends WireTest {

    private static final Duration TIMER_C = Duration.ofSeconds(3);
    private static final Duration SILENCE = Duration.ofSeconds(2);

    /** Three of them are longer than Timer C, and one leaves a busy machine as much time again. */
    private static final Duration BETWEEN_SIGNS = Duration.ofMillis(1_200);

    @Override
    SipServerSettings settings(int port) {
        return new SipServerSettings("127.0.0.1", port, null, TIMER_C, SILENCE, 100, TCP, Duration.ofMinutes(1));
    }

    @Test
    void a_phone_that_rings_too_long_is_cancelled_and_counts_as_timed_out() throws Exception {
        house.reach("1002", bob);

        alice.send(alice.invite("sip:1002@example.com", "timer-c"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 180, "Ringing", ""));
        bob.expectRequest("CANCEL");

        alice.expectStatus(408);
    }

    @Test
    void every_sign_of_life_restarts_timer_c() throws Exception {
        house.reach("1002", bob);

        alice.send(alice.invite("sip:1002@example.com", "timer-c2"));
        Message atBob = bob.expectRequest("INVITE");
        for (int sign = 0; sign < 3; sign++) {
            bob.send(bob.response(atBob, 180, "Ringing", ""));
            assertThat(bob.hearsNo(message -> message.method().equals("CANCEL"), BETWEEN_SIGNS))
                    .isTrue();
        }
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));

        alice.expectStatus(200);
    }

    @Test
    void a_phone_that_says_nothing_times_out() {
        house.reach("1002", bob);

        alice.send(alice.invite("sip:1002@example.com", "silent"));

        alice.expectStatus(408);
    }
}
