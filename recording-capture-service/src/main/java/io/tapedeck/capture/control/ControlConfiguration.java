package io.tapedeck.capture.control;

import io.tapedeck.capture.media.UdpRelay;
import io.tapedeck.capture.prompts.PromptShelf;
import io.tapedeck.capture.prompts.Prompts;
import io.tapedeck.capture.session.CaptureSessions;
import io.tapedeck.capture.session.CaptureSessions.Surroundings;
import io.tapedeck.capture.session.MediaRelay;
import io.tapedeck.capture.session.SerialTasks;
import io.tapedeck.capture.session.SessionRules;
import io.tapedeck.capture.session.SpareRoom;
import io.tapedeck.capture.session.Spool;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Puts control and the calls together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ControlSettings.class, CallLimits.class})
class ControlConfiguration {

    private static final int MOST_COOKIES = 20_000;

    @Bean
    EventFollowers eventFollowers() {
        return new EventFollowers();
    }

    @Bean
    EventDelivery callEvents(ControlSettings settings, EventFollowers followers) throws IOException {
        return new EventDelivery(
                followers, new NgJson(JsonMapper.builder().build()), settings.digitLog(), settings.eventLog());
    }

    @Bean
    SessionRules sessionRules(ControlSettings settings) {
        return settings.rules();
    }

    @Bean(destroyMethod = "close")
    ExecutorService commandThreads() {
        return Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("capture-call-", 0).factory());
    }

    @Bean
    CaptureSessions captureSessions(
            ControlSettings settings,
            SessionRules rules,
            MediaRelay relay,
            Spool spool,
            Clock clock,
            ExecutorService commandThreads,
            EventDelivery events) {
        var surroundings = new Surroundings(rules, relay, spool, clock, System::nanoTime, new SecureRandom(), events);
        var tasks = new SerialTasks(commandThreads, settings.requestLimit());
        var sessions = new CaptureSessions(surroundings, tasks);
        events.attach(sessions);
        return sessions;
    }

    @Bean
    SessionTicker sessionTicker(CaptureSessions sessions) {
        return new SessionTicker(sessions);
    }

    @Bean
    Admission admission(SpareRoom room, EventDelivery events, Clock clock) {
        return new Admission(room, events, clock);
    }

    /** Closed before the ticker, which ends the calls. */
    @Bean
    NgServer ngServer(
            ControlSettings settings,
            CallLimits limits,
            SessionRules rules,
            CaptureSessions sessions,
            UdpRelay relay,
            Clock clock,
            EventFollowers followers,
            Prompts prompts,
            PromptShelf shelf,
            Admission admission,
            @SuppressWarnings("unused") SessionTicker ticker)
            throws IOException {
        JsonMapper json = JsonMapper.builder().build();
        var identities = new Identities(json, rules, sessions::newId);
        var calls = new CallCommands(sessions, identities, admission, rules.mediaAddress(), clock);
        var times = new CommandTimes();
        var commands = new NgCommands(
                List.of(
                        calls.table(),
                        new RecordingCommands(sessions, identities, admission).table(),
                        new SubscriptionCommands(sessions, identities).table(),
                        new MediaCommands(sessions, prompts).table(),
                        new PromptCommand(shelf).table(),
                        new DigitCommands(sessions).table(),
                        new StatisticsCommand(sessions, relay, times, System::nanoTime).table()),
                times,
                new CallGate(sessions, identities, limits));
        var cookies = new CookieCache<NgPeer>(settings.cookieLife(), MOST_COOKIES, System::nanoTime);
        var dispatcher = new NgDispatcher(sessions, commands, cookies, new NgJson(json), followers);
        var stream = new NgStream(
                dispatcher,
                settings.streamLimits(),
                followers,
                callId -> sessions.find(callId).isPresent());
        return new NgServer(settings, dispatcher, stream, new NgHttp(dispatcher, settings.streamLimits()));
    }
}
