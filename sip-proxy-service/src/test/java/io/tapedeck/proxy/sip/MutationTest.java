package io.tapedeck.proxy.sip;

import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** The messages of RFC 4475 damaged at random, over UDP and TCP: the proxy goes on and no connection is left behind. */
class MutationTest extends WireTest {

    /** Short in the build, and the same each time; {@code -Dtapedeck.random.rounds=1000000} for a night, and always others. */
    private static final int ROUNDS = Integer.getInteger("tapedeck.random.rounds", 1_000);

    private static final long BUILD_SEED = 4_475;

    private static final int BATCH = 100;

    private final long seed = Long.getLong("tapedeck.random.seed", ROUNDS > 1_000 ? System.nanoTime() : BUILD_SEED);
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Damage damage = new Damage(random);

    @BeforeEach
    void names_the_seed(TestReporter reporter) {
        reporter.publishEntry("seed", Long.toString(seed));
        house.reach("user", bob);
    }

    @Test
    void damaged_messages_over_udp_do_not_stop_the_proxy() throws IOException {
        List<Torture> messages = Torture.all();
        for (int round = 0; round < ROUNDS; round++) {
            alice.send(damage.to(messages.get(random.nextInt(messages.size())).message()));
            if (round % BATCH == 0) {
                serves("udp" + round);
            }
        }
        serves("udp");
    }

    @Test
    void damaged_messages_over_tcp_do_not_stop_the_proxy() throws IOException {
        List<Torture> messages = Torture.all();
        for (int round = 0; round < ROUNDS / 10; round++) {
            try (var phone = new TcpPhone(server.port())) {
                phone.send(
                        damage.to(messages.get(random.nextInt(messages.size())).message()));
            }
        }

        serves("tcp");
        Eventually.holds(
                () -> meters.get("tapedeck.sip.connections").gauge().value() == 0,
                Duration.ofSeconds(60),
                "no connection, seed " + seed);
    }

    private void serves(String callId) {
        carol.ask(
                carol.request("OPTIONS", "sip:127.0.0.1:" + server.port(), callId, ""),
                message -> callId.equals(message.header("Call-ID")));
    }
}
