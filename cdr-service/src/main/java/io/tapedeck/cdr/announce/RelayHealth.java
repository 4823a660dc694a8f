package io.tapedeck.cdr.announce;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Down when nobody empties the outbox any more. A Kafka that is away is only waited for. */
@Component("relay")
class RelayHealth implements HealthIndicator {

    private final OutboxRelay relay;

    RelayHealth(OutboxRelay relay) {
        this.relay = relay;
    }

    @Override
    public Health health() {
        boolean atWork = relay.atWork();
        return (atWork ? Health.up() : Health.down())
                .withDetail("thread", atWork ? "at work" : "gone")
                .build();
    }
}
