package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three connections from one address, five in all. */
class TcpLimitsTest extends WireTest {

    private final List<TcpPhone> phones = new ArrayList<>();

    @Override
    SipServerSettings settings(int port) {
        var tcp = new ConnectionLimits(5, 3, Duration.ofMinutes(1), Duration.ofMinutes(2));
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

    @BeforeEach
    void nobody_is_connected() {
        Eventually.holds(() -> connections() == 0, Duration.ofSeconds(30), "no connection");
    }

    @AfterEach
    void hang_up() throws IOException {
        for (TcpPhone phone : phones) {
            phone.close();
        }
        phones.clear();
    }

    @Test
    void one_address_has_so_many_connections_and_no_more() throws Exception {
        double before = refused();
        for (int i = 0; i < 3; i++) {
            dial("127.0.0.1").options("mine" + i);
        }

        assertThat(isTurnedAway("127.0.0.1")).isTrue();
        assertThat(refused() - before).isEqualTo(1);
        assertThat(dial("127.0.0.2").options("other").status()).isEqualTo(200);
    }

    @Test
    void a_connection_that_was_closed_makes_room() throws Exception {
        for (int i = 0; i < 9; i++) {
            try (var phone = new TcpPhone(server.port())) {
                phone.options("turn" + i);
            }
            Eventually.holds(() -> connections() == 0, Duration.ofSeconds(30), "no connection");
        }
    }

    @Test
    void when_all_are_taken_the_most_silent_stranger_makes_room() throws Exception {
        TcpPhone silent = dial("127.0.0.1");
        silent.options("silent");
        for (int i = 0; i < 4; i++) {
            dial("127.0.0." + (2 + i / 2)).options("stranger" + i);
        }

        assertThat(dial("127.0.0.9").options("newcomer").status()).isEqualTo(200);
        assertThat(silent.isClosedByProxy()).isTrue();
        assertThat(phones.get(4).options("goes-on").status()).isEqualTo(200);
    }

    @Test
    void who_has_registered_makes_room_for_nobody() throws Exception {
        for (int i = 0; i < 5; i++) {
            dial("127.0.0." + (1 + i / 2)).register("registered" + i);
        }

        assertThat(isTurnedAway("127.0.0.9")).isTrue();
        for (int i = 0; i < 5; i++) {
            assertThat(phones.get(i).options("still" + i).status()).isEqualTo(200);
        }
    }

    @Test
    void a_crowd_at_the_door_costs_no_threads() throws Exception {
        dial("127.0.0.1").options("first");
        int before = Thread.activeCount();
        for (int i = 0; i < 200; i++) {
            knock("127.0.0.1");
        }
        alice.send(alice.request("OPTIONS", "sip:127.0.0.1:" + server.port(), "over-udp", ""));
        alice.expectStatus(200);

        assertThat(connections()).isLessThanOrEqualTo(5);
        assertThat(Thread.activeCount() - before).isLessThan(20);
    }

    @Test
    void messages_behind_each_other_are_all_answered() throws Exception {
        TcpPhone phone = dial("127.0.0.1");

        phone.send(phone.request("OPTIONS", "p1", "") + "\r\n\r\n" + phone.request("OPTIONS", "p2", ""));

        List<String> answered = List.of(
                phone.expectStatus(200).header("Call-ID"),
                phone.expectStatus(200).header("Call-ID"));
        assertThat(answered).containsExactlyInAnyOrder("p1", "p2"); // different calls wait for nobody
    }

    /** The proxy may hang up before the phone has its connection. */
    private boolean isTurnedAway(String host) throws IOException {
        try {
            return dial(host).isClosedByProxy();
        } catch (SocketException reset) {
            return true;
        }
    }

    private void knock(String host) throws IOException {
        try {
            dial(host);
        } catch (SocketException reset) {
            // turned away at once
        }
    }

    private TcpPhone dial(String host) throws IOException {
        var phone = new TcpPhone(server.port(), host);
        phones.add(phone);
        return phone;
    }

    private int connections() {
        return (int) meters.get("tapedeck.sip.connections").gauge().value();
    }

    private double refused() {
        return meters.counter("tapedeck.sip.connections.refused").count();
    }
}
