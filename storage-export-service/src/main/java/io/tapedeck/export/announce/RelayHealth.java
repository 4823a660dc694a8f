package io.tapedeck.export.announce;

import io.tapedeck.vital.VitalWork;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/** Down when nobody empties the outbox any more, degraded while a fault of ours keeps it full. A Kafka that is away is only waited for. */
@Component("relay")
class RelayHealth implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final VitalWork work;

    RelayHealth(OutboxRelay relay) {
        this.work = relay.work();
    }

    @Override
    public Health health() {
        Status status = switch (work.state()) {
            case WORKING -> Status.UP;
            case FAILING -> DEGRADED;
            case IDLE, GONE -> Status.DOWN;
        };
        return Health.status(status)
                .withDetail("thread", work.state())
                .withDetail("faults", work.faults())
                .build();
    }
}
