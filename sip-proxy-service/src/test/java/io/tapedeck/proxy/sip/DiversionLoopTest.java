package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.TrunkId;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.contracts.directory.DirectoryEvent;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that were sent on before they came to us (RFC 5806). */
class DiversionLoopTest extends WireTest {

    @BeforeEach
    void bob_is_called() {
        house.reach("1002", bob);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Diversion: <sip:1@a>;reason=unconditional;counter=5",
                "Diversion: <sip:1@a>;counter=2\r\nDiversion: <sip:2@a>;reason=user-busy\r\nDiversion: <sip:3@a>;counter=2",
                "Diversion: \"One, two\" <sip:1@a;x=1,2>, <sip:2@a>, <sip:3@a>, <sip:4@a>;counter=0, sip:5@a",
                "Diversion: <sip:1@a>;counter=99999999999999999999",
            })
    void a_call_that_comes_over_a_trunk_and_was_sent_on_five_times_goes_in_circles(String diversions) throws Exception {
        overTrunk();
        String callId = "circle-" + diversions.hashCode();

        alice.send(alice.invite("sip:1002@example.com", callId, diversions));
        alice.expectStatus(482);

        assertThat(eventsUntilEnd(callId).getLast().call().endedReason()).isEqualTo(EndedReason.REJECTED);
    }

    @Test
    void a_call_that_was_sent_on_four_times_goes_through() {
        overTrunk();

        alice.send(alice.invite(
                "sip:1002@example.com",
                "four",
                "Diversion: \"1, 2;counter=7\" <sip:1@a;counter=9>;reason=\"x;counter=8\";counter=3, <sip:4@a>"));

        assertThat(bob.expectRequest("INVITE").headers("Diversion")).hasSize(1);
    }

    @Test
    void a_phone_may_write_what_it_likes() {
        alice.send(alice.invite("sip:1002@example.com", "phone", "Diversion: <sip:1@a>;counter=5"));

        bob.expectRequest("INVITE");
    }

    private void overTrunk() {
        house.trunks.put(
                alice.port(),
                new DirectoryEvent.Trunk(
                        new TrunkId(new UUID(6, 1)),
                        null,
                        "carrier",
                        "127.0.0.1",
                        0,
                        "udp",
                        List.of("127.0.0.1"),
                        List.of(""),
                        null,
                        null,
                        true));
    }
}
