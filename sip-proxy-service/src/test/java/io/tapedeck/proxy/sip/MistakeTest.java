package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.proxy.announce.CallJournal;
import io.tapedeck.proxy.control.ControlRules;
import io.tapedeck.proxy.policy.ControlPolicy;
import io.tapedeck.proxy.policy.RecordingPolicy;
import io.tapedeck.proxy.recording.MediaAnchor;
import io.tapedeck.proxy.routing.Authenticator;
import io.tapedeck.proxy.routing.Registrar;
import io.tapedeck.proxy.routing.Router;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * Mistakes of ours, at every place in the life of a call where the proxy asks others for something: once everything works, and then
 * the same again with the first answer replaced by an exception, with the second, and so on. Whatever fails, the caller hears of an
 * end, nobody is left in a call with somebody who is not there, the recording session is released, and nothing is held.
 */
class MistakeTest extends WireTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int HASTE = 20;

    private final FaultyHouse faulty = new FaultyHouse(house);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @Override
    SipServerSettings settings(int port) {
        return new SipServerSettings(
                "127.0.0.1", port, null, Duration.ofSeconds(5), Duration.ofSeconds(3), 500, TCP, Duration.ofHours(1));
    }

    @Override
    SipServer server(SipServerSettings settings) {
        var server = new SipServer(
                settings,
                KEYS,
                faulty.as(Authenticator.class),
                faulty.as(Registrar.class),
                faulty.as(Router.class),
                faulty.as(RecordingPolicy.class),
                new ControlRules(faulty.as(ControlPolicy.class), Duration.ofSeconds(3)),
                faulty.as(MediaAnchor.class),
                faulty.as(CallJournal.class),
                Clock.systemUTC(),
                meters);
        server.hasten(HASTE);
        return server;
    }

    @BeforeEach
    void begins() {
        log.start();
        ((Logger) LoggerFactory.getLogger("io.tapedeck.proxy")).addAppender(log);
    }

    @AfterEach
    void reads_no_more() {
        ((Logger) LoggerFactory.getLogger("io.tapedeck.proxy")).detachAppender(log);
    }

    /** How a call goes. */
    enum Course {
        ANSWERED,
        ANSWERED_BY_ONE_OF_TWO,
        BUSY,
        CANCELLED,
        SILENT,
        RINGING_TOO_LONG,
        FORWARDED,
        HELD,
        TRANSFERRED,
        PICKED_UP
    }

    /** Phones that do their part whatever the proxy does. */
    interface Scene {

        /** Until everybody has what they wait for; fails when that takes too long. */
        void play(Duration patience);
    }

    @ParameterizedTest
    @EnumSource
    void whatever_fails_the_caller_hears_of_it_and_nothing_is_left(Course course) throws IOException {
        int steps = run(course, 0).asked().size();
        assertThat(mistakes()).isEmpty();

        for (int fault = 1; fault <= steps; fault++) {
            run(course, fault);
        }

        Eventually.passes(() -> assertThat(held()).isEmpty(), Duration.ofMinutes(1));
    }

    private FaultyHouse run(Course course, int fault) throws IOException {
        dismissActors();
        hireActors();
        log.list.clear();
        faulty.failAt(fault);
        String callId = course + "-" + fault;
        scene(course, callId).play(PATIENCE);
        Eventually.passes(
                () -> assertThat(meters.get("tapedeck.sip.calls").gauge().value())
                        .as(callId)
                        .isZero(),
                PATIENCE);

        String failed = fault == 0 || faulty.asked().size() < fault
                ? "nothing"
                : faulty.asked().get(fault - 1);
        Set<String> begun = sessions(CallEvent.CallStarted.class);
        assertThat(mistakes()).as("%s: %s failed", callId, failed).hasSize(failed.equals("nothing") ? 0 : 1);
        if (!failed.equals("publish")) {
            assertThat(sessions(CallEvent.CallEnded.class))
                    .as("%s: %s failed", callId, failed)
                    .isEqualTo(begun);
        }
        if (!failed.equals("delete")) {
            assertThat(house.deleted.stream().map(Object::toString))
                    .as("%s: %s failed", callId, failed)
                    .containsAll(begun);
        }
        return faulty;
    }

    private Scene scene(Course course, String callId) {
        return switch (course) {
            case TRANSFERRED, PICKED_UP -> new MovedScene(course == Course.PICKED_UP, callId, house, alice, bob, carol);
            default -> new MistakeScene(course, callId, house, alice, bob, carol);
        };
    }

    private Set<String> sessions(Class<? extends CallEvent> kind) {
        return house.events.stream()
                .filter(kind::isInstance)
                .map(event -> event.call().sessionId().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> mistakes() {
        return new ArrayList<>(log.list)
                .stream()
                        .filter(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
                        .map(ILoggingEvent::getFormattedMessage)
                        .toList();
    }
}
