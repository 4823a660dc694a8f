package io.tapedeck.gateway.identifiers;

import io.tapedeck.protocol.uuid.TimeOrderedUuid;
import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

/** Gives out ids that nobody has had before. Any thread may ask. */
@Component
public class FreshIds {

    private final Clock clock;
    private final RandomGenerator random;

    public FreshIds(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    public UUID next() {
        return TimeOrderedUuid.of(clock.millis(), random);
    }
}
