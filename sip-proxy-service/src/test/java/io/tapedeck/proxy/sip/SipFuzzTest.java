package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import io.tapedeck.testkit.leaks.LeakMark;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.slf4j.LoggerFactory;

/**
 * Phones that say anything, to a proxy that has to come out of it as it went in: nothing it holds is left, no thread, no connection,
 * no mistake of ours in the log; and the next call works. The build says the same each time (but for the ports), {@code
 * -Dtapedeck.fuzz.seconds=600} something else each time.
 */
class SipFuzzTest extends WireTest {

    private static final int STEPS = 2_000;
    private static final long BUILD_SEED = 3_261;
    private static final int SECONDS = Integer.getInteger("tapedeck.fuzz.seconds", 0);

    /** How many times faster time runs for the proxy. Transfers are waited for during a minute, transactions live half a one. */
    private static final int HASTE = Integer.getInteger("tapedeck.fuzz.haste", 10);

    private static final Duration CALM = Duration.ofMinutes(4);

    /** Media is lost, and found again, every so many steps: calls end though nobody hangs up. */
    private static final int ROUND = 400;

    private final long seed = Long.getLong("tapedeck.random.seed", SECONDS > 0 ? System.nanoTime() : BUILD_SEED);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @Override
    SipServerSettings settings(int port) {
        return new SipServerSettings(
                "127.0.0.1", port, null, Duration.ofSeconds(5), Duration.ofSeconds(2), 500, TCP, Duration.ofSeconds(1));
    }

    @Override
    SipServer server(SipServerSettings settings) {
        SipServer hasty = super.server(settings);
        hasty.hasten(HASTE);
        return hasty;
    }

    @BeforeEach
    void begins(TestReporter reporter) {
        reporter.publishEntry("seed", Long.toString(seed));
        log.start();
        proxyLogger().addAppender(log);
        house.own("1001", alice);
        house.own("1002", bob);
        house.own("1003", carol);
        house.controlling = true;
    }

    @AfterEach
    void reads_no_more() {
        proxyLogger().detachAppender(log);
    }

    private static Logger proxyLogger() {
        return (Logger) LoggerFactory.getLogger("io.tapedeck.proxy");
    }

    @Test
    void whatever_is_said_the_proxy_is_afterwards_what_it_was_before() throws Exception {
        assertThat(held()).isEmpty();
        LeakMark threads = LeakMark.set();

        fuzz();
        house.mediaAlive = false;
        calm();

        assertThat(mistakes()).as("seed %d", seed).isEmpty();
        assertThat(threads.leftBehind()).as("seed %d", seed).isEmpty();
        house.mediaAlive = true;
        dismissActors();
        hireActors();
        connectAndHangUp("after");
    }

    private void fuzz() throws IOException {
        try (var phones = new FuzzedPhones(new SplittableRandom(seed), server.port(), List.of(alice, bob, carol))) {
            long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
            for (int step = 0; SECONDS > 0 ? System.nanoTime() - end < 0 : step < STEPS; step++) {
                house.mediaAlive = step / ROUND % 2 == 0;
                phones.step();
            }
        }
    }

    private void connectAndHangUp(String callId) throws Exception {
        Message answer = connect(callId);
        alice.send(alice.inDialog(answer, "BYE", 2, ""));
        bob.send(bob.response(bob.expectRequest("BYE"), 200, "OK", ""));
        alice.expectStatus(200);
        eventsUntilEnd(callId);
    }

    /** Until the proxy holds nothing of anybody. */
    private void calm() {
        Eventually.passes(
                () -> assertThat(held())
                        .as("seed %d, requests %s", seed, server.serverTransactionsInWords())
                        .isEmpty(),
                CALM);
    }

    /** What operators would have to report. */
    private List<String> mistakes() {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
                .map(event -> event.getFormattedMessage() + ": " + cause(event.getThrowableProxy()))
                .distinct()
                .toList();
    }

    private static String cause(@Nullable IThrowableProxy thrown) {
        return thrown == null
                ? ""
                : thrown.getClassName() + " " + thrown.getMessage() + " "
                        + Arrays.stream(thrown.getStackTraceElementProxyArray())
                                .limit(8)
                                .toList();
    }
}
