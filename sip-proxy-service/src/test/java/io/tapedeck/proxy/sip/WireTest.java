package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.proxy.control.ControlRules;
import io.tapedeck.proxy.routing.ProxyKeys;
import io.tapedeck.testkit.leaks.LeakCheck;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A running proxy for the class, three phones for each test, and a house that knows them. */
@ExtendWith(LeakCheck.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // JAIN-SIP takes a second to stop
abstract class WireTest {

    /** More than any test makes. */
    static final ConnectionLimits TCP = new ConnectionLimits(100, 100, Duration.ofMinutes(1), Duration.ofMinutes(2));

    static final ProxyKeys KEYS = new ProxyKeys(new byte[32]);

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    FakeHouse house = new FakeHouse();
    SipServer server;
    TextPhone alice;
    TextPhone bob;
    TextPhone carol;

    @BeforeAll
    void start() throws IOException {
        server = server(settings(0));
        server.start();
    }

    @BeforeEach
    void hireActors() throws IOException {
        house.reset();
        alice = new TextPhone("alice", server.port());
        bob = new TextPhone("bob", server.port());
        carol = new TextPhone("carol", server.port());
    }

    @AfterEach
    void dismissActors() {
        try {
            alice.close();
        } finally {
            try {
                bob.close();
            } finally {
                carol.close();
            }
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    SipServerSettings settings(int port) {
        return new SipServerSettings(
                "127.0.0.1",
                port,
                null,
                Duration.ofMinutes(3),
                Duration.ofSeconds(20),
                100,
                TCP,
                Duration.ofMinutes(1));
    }

    SipServer server(SipServerSettings settings) {
        return new SipServer(
                settings,
                KEYS,
                house,
                house,
                house,
                house,
                new ControlRules(house, Duration.ofSeconds(3)),
                house,
                house,
                Clock.systemUTC(),
                meters);
    }

    /** What the proxy holds of anybody: requests, calls, timers, connections. */
    Map<String, Double> held() {
        return meters.getMeters().stream()
                .filter(Gauge.class::isInstance)
                .map(Gauge.class::cast)
                .filter(gauge -> gauge.value() != 0)
                .collect(Collectors.toMap(
                        gauge -> gauge.getId().getName() + " " + gauge.getId().getTags(),
                        Gauge::value,
                        Double::sum,
                        TreeMap::new));
    }

    /** Alice calls Bob, who answers. */
    Message connect(String callId) {
        house.reach("1002", bob);
        alice.send(alice.invite("sip:1002@example.com", callId));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
        Message answer = alice.expectStatus(200);
        alice.send(alice.inDialog(answer, "ACK", 1, ""));
        bob.expectRequest("ACK");
        return answer;
    }

    /** Everything that is told of the call, whose revisions have to grow by one. */
    List<CallEvent> eventsUntilEnd(String callId) throws InterruptedException {
        var seen = new ArrayList<CallEvent>();
        while (seen.isEmpty() || !(seen.getLast() instanceof CallEvent.CallEnded)) {
            CallEvent next = house.events.poll(30, TimeUnit.SECONDS);
            assertThat(next).as("events so far: %s", seen).isNotNull();
            if (next.call().callId().equals(callId)) {
                seen.add(next);
            }
        }
        for (int index = 0; index < seen.size(); index++) {
            assertThat(seen.get(index).call().revision()).isEqualTo(index + 1);
        }
        return seen;
    }
}
