package io.tapedeck.export.admin;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Down when nobody looks for what is due any more. */
@Component("rounds")
class RoundsHealth implements HealthIndicator {

    private final CourierRounds rounds;

    RoundsHealth(CourierRounds rounds) {
        this.rounds = rounds;
    }

    @Override
    public Health health() {
        boolean atWork = rounds.atWork();
        return (atWork ? Health.up() : Health.down())
                .withDetail("thread", atWork ? "at work" : "gone")
                .build();
    }
}
