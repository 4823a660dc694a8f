package io.tapedeck.proxy;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.contracts.Topics;
import io.tapedeck.protocol.uuid.TimeOrderedUuid;
import io.tapedeck.proxy.announce.CallAnnouncer;
import io.tapedeck.proxy.announce.CallEventJson;
import io.tapedeck.proxy.announce.DiskJournal;
import io.tapedeck.proxy.announce.InterruptedCalls;
import io.tapedeck.proxy.control.ControlRules;
import io.tapedeck.proxy.directory.DirectoryFollower;
import io.tapedeck.proxy.directory.DirectoryJson;
import io.tapedeck.proxy.directory.DirectoryState;
import io.tapedeck.proxy.disk.BindingFile;
import io.tapedeck.proxy.disk.KeyFile;
import io.tapedeck.proxy.policy.DirectoryCodecs;
import io.tapedeck.proxy.policy.DirectoryPolicy;
import io.tapedeck.proxy.policy.SpokenPolicy;
import io.tapedeck.proxy.recording.CaptureNodes;
import io.tapedeck.proxy.recording.CaptureVoice;
import io.tapedeck.proxy.recording.NgCommands;
import io.tapedeck.proxy.routing.BindingRegistrar;
import io.tapedeck.proxy.routing.DigestAuthenticator;
import io.tapedeck.proxy.routing.DirectoryRouter;
import io.tapedeck.proxy.routing.ProxyKeys;
import io.tapedeck.proxy.sip.SipServer;
import io.tapedeck.proxy.voice.ShippedPrompts;
import io.tapedeck.proxy.voice.Voices;
import io.tapedeck.vital.VitalWork;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Starts the sip-proxy. The beans below are the diagram of it: what is handed to whom, in the order of a call. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties({PlatformSettings.class, SipSettings.class})
public class SipProxyApplication {

    private static final String NAME = "sip-proxy-service";

    private final PlatformSettings platform;
    private final SipSettings settings;
    private final MeterRegistry meters;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_INVALID_SUBTYPE)
            .build();

    SipProxyApplication(PlatformSettings platform, SipSettings settings, MeterRegistry meters) throws IOException {
        this.platform = platform;
        this.settings = settings;
        this.meters = meters;
        Files.createDirectories(settings.data());
    }

    /** Starts the service; it runs until the context is closed. */
    public static ConfigurableApplicationContext start(String... args) {
        Map<String, Object> always = new HashMap<>();
        always.put("spring.config.name", NAME);
        always.put("spring.application.name", NAME);
        always.put("spring.jmx.enabled", "false");
        return new SpringApplicationBuilder(SipProxyApplication.class)
                .bannerMode(Banner.Mode.OFF)
                .properties(always)
                .run(args);
    }

    public static void main(String[] args) {
        start(args);
    }

    @Bean
    Clock clock() {
        return clock;
    }

    @Bean
    ProxyKeys proxyKeys() {
        byte[] given = settings.secret();
        return new ProxyKeys(
                given != null ? given : new KeyFile(settings.data().resolve("proxy.key")).readOrCreate(random));
    }

    @Bean
    DirectoryState directory() {
        return new DirectoryState();
    }

    @Bean
    DirectoryFollower directoryFollower(DirectoryState directory) {
        return new DirectoryFollower(
                platform.kafka(),
                Topics.DIRECTORY,
                new DirectoryJson(json),
                settings.data().resolve("directory.jsonl"),
                directory,
                clock,
                meters);
    }

    @Bean
    DigestAuthenticator authenticator(DirectoryState directory, ProxyKeys keys) {
        return new DigestAuthenticator(directory, platform.realm(), keys, clock, random);
    }

    @Bean
    BindingFile bindingFile() {
        return new BindingFile(settings.data().resolve("bindings.jsonl"), json);
    }

    @Bean
    BindingRegistrar registrar(BindingFile bindings) {
        return new BindingRegistrar(settings.registration(), bindings, clock);
    }

    @Bean
    DirectoryRouter router(DirectoryState directory, BindingRegistrar registrar) {
        return new DirectoryRouter(directory, registrar::of);
    }

    @Bean
    DirectoryPolicy recordingPolicy(DirectoryState directory) {
        return new DirectoryPolicy(directory, this::freshId);
    }

    @Bean
    CaptureNodes captureNodes(DirectoryState directory) throws IOException {
        return new CaptureNodes(
                settings.captureNodeSettings(), new NgCommands(json, new DirectoryCodecs(directory)), meters, random);
    }

    @Bean
    Voices voices(DirectoryState directory, CaptureNodes nodes) {
        return new Voices(new CaptureVoice(nodes), new SpokenPolicy(directory), new ShippedPrompts());
    }

    @Bean
    CallEventJson callEventJson() {
        URI source = URI.create("/tapedeck/" + NAME + "/" + settings.instance());
        return new CallEventJson(json, source, clock, this::freshId);
    }

    @Bean
    DiskJournal callJournal(CallEventJson events) throws IOException {
        return new DiskJournal(settings.journalSettings(), events, clock, meters);
    }

    @Bean
    CallAnnouncer callAnnouncer(DiskJournal journal) throws IOException {
        return new CallAnnouncer(
                platform.kafka(),
                Topics.CALLS,
                journal,
                settings.data().resolve("journal").resolve("acknowledged"),
                meters);
    }

    @Bean
    VitalWork followerWork(DirectoryFollower follower) {
        return follower.work();
    }

    @Bean
    VitalWork journalWork(DiskJournal journal) {
        return journal.work();
    }

    @Bean
    VitalWork announcerWork(CallAnnouncer announcer) {
        return announcer.work();
    }

    @Bean(initMethod = "start")
    InterruptedCalls interruptedCalls(DiskJournal journal, CallEventJson events, CaptureNodes anchor) {
        return new InterruptedCalls(journal, events, anchor, clock, settings.adoption());
    }

    /** Last to start, first to stop: whoever can call finds everything else in its place. */
    @Bean(initMethod = "start")
    SipServer sipServer(
            ProxyKeys keys,
            DigestAuthenticator authenticator,
            BindingRegistrar registrar,
            DirectoryRouter router,
            DirectoryPolicy policy,
            CaptureNodes anchor,
            DiskJournal journal,
            Voices voices) {
        var server = new SipServer(
                settings.serverSettings(),
                keys,
                authenticator,
                registrar,
                router,
                policy,
                new ControlRules(policy, settings.interDigit()),
                anchor,
                journal,
                clock,
                meters);
        server.speakWith(voices);
        return server;
    }

    private UUID freshId() {
        return TimeOrderedUuid.of(clock.millis(), random);
    }
}
