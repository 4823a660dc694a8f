package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.protocol.sdp.Direction;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Between phones that behave, over both transports. */
class SoftphoneTest extends WireTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @CsvSource({"udp, udp", "tcp, tcp", "udp, tcp", "tcp, udp"})
    void phones_register_call_change_the_call_and_hang_up(String callerTransport, String calleeTransport)
            throws Exception {
        house.relaying = false;
        try (Softphone caller = phone("1001", callerTransport);
                Softphone callee = phone("1002", calleeTransport)) {
            assertThat(callee.register(PATIENCE)).isEqualTo(200);
            house.reachRegistered("1002");

            PhoneCall out = caller.call("1002", AudioSource.tone(440));
            PhoneCall in = callee.incoming(PATIENCE);
            in.ring();
            in.answer(AudioSource.tone(880));
            assertThat(out.answered(PATIENCE)).isTrue();
            assertThat(out.sessionId()).isNotEmpty().isEqualTo(in.sessionId());
            assertThat(out.reinvite(Direction.SENDONLY)).isEqualTo(200);
            assertThat(in.reinvite(Direction.SENDRECV)).isEqualTo(200);
            in.hangUp();
            assertThat(out.ended(PATIENCE)).isTrue();
        }

        assertThat(house.events.stream().toList().getLast().call().endedReason())
                .isEqualTo(EndedReason.CALLEE_DISCONNECT);
    }

    private Softphone phone(String user, String transport) {
        return Softphone.at(new InetSocketAddress("127.0.0.1", server.port()))
                .identity(user, "example.com")
                .credentials(user, "secret")
                .transport(transport)
                .build();
    }
}
