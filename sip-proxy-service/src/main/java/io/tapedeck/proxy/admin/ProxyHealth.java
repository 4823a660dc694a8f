package io.tapedeck.proxy.admin;

import io.tapedeck.proxy.announce.CallAnnouncer;
import io.tapedeck.proxy.directory.DirectoryState;
import io.tapedeck.proxy.recording.CaptureNodes;
import io.tapedeck.proxy.sip.SipServer;
import io.tapedeck.vital.VitalWork;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts of {@code /actuator/health}. */
@Configuration(proxyBeanMethods = false)
class ProxyHealth {

    /** Calls go on, but somebody should look. */
    static final Status DEGRADED = new Status("DEGRADED");

    private static final Duration STALE = Duration.ofSeconds(30);

    @Bean
    VitalWork registrationsWork(RegistrationWatch watch) {
        return watch.work();
    }

    @Bean
    HealthIndicator sipHealthIndicator(SipServer server) {
        return () -> Health.status(server.listening() ? Status.UP : Status.DOWN)
                .withDetail("port", server.port())
                .build();
    }

    @Bean
    HealthIndicator captureNodesHealthIndicator(CaptureNodes nodes) {
        return () -> {
            Map<String, Boolean> healthy = nodes.health();
            Status status =
                    healthy.containsValue(false) ? healthy.containsValue(true) ? DEGRADED : Status.DOWN : Status.UP;
            return Health.status(status).withDetails(healthy).build();
        };
    }

    @Bean
    HealthIndicator directoryHealthIndicator(DirectoryState directory, InstantSource clock) {
        return () -> {
            Duration age = Duration.between(directory.confirmedAt(), clock.instant());
            boolean current = directory.isCaughtUp() && age.compareTo(STALE) < 0;
            return Health.status(current ? Status.UP : DEGRADED)
                    .withDetail("entities", directory.current().size())
                    .withDetail("confirmedAt", directory.isCaughtUp() ? directory.confirmedAt() : "never")
                    .build();
        };
    }

    @Bean
    HealthIndicator kafkaHealthIndicator(CallAnnouncer announcer) {
        return () -> Health.status(announcer.isConnected() ? Status.UP : DEGRADED)
                .withDetail("backlog", announcer.backlog())
                .build();
    }
}
