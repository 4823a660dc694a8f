package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.testkit.time.Eventually;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who says nothing, or never comes to an end, does not stay. */
class TcpSilenceTest extends WireTest {

    @Override
    SipServerSettings settings(int port) {
        var tcp = new ConnectionLimits(100, 100, Duration.ofSeconds(2), Duration.ofMinutes(2));
        return new SipServerSettings(
                "127.0.0.1",
                port,
                null,
                Duration.ofMinutes(3),
                Duration.ofSeconds(20),
                100,
                tcp,
                Duration.ofMinutes(1));
    }

    private static final List<String> BEGINNINGS = List.of(
            "",
            "O",
            "OPTIONS sip:example.com SIP/2.0",
            "OPTIONS sip:example.com SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1\r\nFrom: <sip:",
            "\r\n\r\n\r\n\r\n",
            "MESSAGE sip:a@example.com SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\n"
                    + "To: <sip:a@b>\r\nCall-ID: half\r\nCSeq: 1 MESSAGE\r\nContent-Length: 40000\r\n\r\nhalf of it",
            "GET / HTTP/1.1\r\nHost: example.com\r\n");

    @Test
    void whoever_stops_in_the_middle_is_shut_out() throws Exception {
        List<TcpPhone> phones = new ArrayList<>();
        for (String beginning : BEGINNINGS) {
            var phone = new TcpPhone(server.port());
            phones.add(phone);
            phone.send(beginning);
        }

        for (TcpPhone phone : phones) {
            assertThat(closedInTheEnd(phone)).isTrue();
            phone.close();
        }
        nobodyIsLeft();
    }

    /** A keep-alive may be answered before. */
    private static boolean closedInTheEnd(TcpPhone phone) throws Exception {
        for (int answered = 0; answered < 100; answered++) {
            if (phone.isClosedByProxy()) {
                return true;
            }
        }
        return false;
    }

    @Test
    void a_stranger_who_has_asked_something_goes_too_and_a_registered_phone_stays() throws Exception {
        try (var stranger = new TcpPhone(server.port());
                var registered = new TcpPhone(server.port())) {
            registered.register("reg");
            stranger.options("strange");

            assertThat(stranger.isClosedByProxy()).isTrue();
            assertThat(registered.options("stays").status()).isEqualTo(200);
        }
        nobodyIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"header", "line", "body"})
    void a_message_without_measure_ends_the_connection(String where) throws Exception {
        try (var phone = new TcpPhone(server.port())) {
            String good = phone.request("OPTIONS", "huge", "");
            try {
                phone.send(
                        switch (where) {
                            case "header" ->
                                good.replace("Max-Forwards", "X: " + "x".repeat(200_000) + "\r\nMax-Forwards");
                            case "line" -> good.replace("OPTIONS sip:", "OPTIONS sip:" + "x".repeat(200_000));
                            default ->
                                good.replace("Content-Length: 0", "Content-Length: 900000") + "x".repeat(900_000);
                        });
            } catch (SocketException _) {
                // it was closed before all was sent
            }

            assertThat(closedInTheEnd(phone)).isTrue();
        }
        nobodyIsLeft();
    }

    private void nobodyIsLeft() {
        Eventually.holds(
                () -> meters.get("tapedeck.sip.connections").gauge().value() == 0,
                Duration.ofSeconds(30),
                "no connection");
        alice.send(alice.request("OPTIONS", "sip:127.0.0.1:" + server.port(), "alive", ""));
        alice.expectStatus(200);
    }
}
