package io.tapedeck.proxy.sip;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tapedeck.proxy.routing.ProxyKeys;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A running proxy, three phones and a house that knows them. */
abstract class WireTest {

    static final ProxyKeys KEYS = new ProxyKeys(new byte[32]);

    final FakeHouse house = new FakeHouse();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    SipServer server;
    TextPhone alice;
    TextPhone bob;
    TextPhone carol;

    @BeforeEach
    void start() throws IOException {
        server = server(settings(0));
        server.start();
        alice = new TextPhone("alice", server.port());
        bob = new TextPhone("bob", server.port());
        carol = new TextPhone("carol", server.port());
    }

    @AfterEach
    void stop() {
        alice.close();
        bob.close();
        carol.close();
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
                Duration.ofMinutes(1));
    }

    SipServer server(SipServerSettings settings) {
        return new SipServer(
                settings, KEYS, house, house, house, house, house, house, Clock.systemUTC(), meters);
    }
}
