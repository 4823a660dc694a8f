package io.tapedeck.capture.admin;

import io.tapedeck.vital.VitalWork;
import io.tapedeck.vital.VitalWork.State;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/** How the threads are that this service lives by: down when one is gone, degraded while one fails by a fault of ours. */
@Component("threads")
class ThreadsHealth implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final List<VitalWork> works;

    ThreadsHealth(List<VitalWork> works) {
        this.works = works;
    }

    @Override
    public Health health() {
        Status status = switch (VitalWork.worst(works)) {
            case IDLE, WORKING -> Status.UP;
            case FAILING -> DEGRADED;
            case GONE -> Status.DOWN;
        };
        var health = Health.status(status);
        works.forEach(work -> health.withDetail(work.name(), word(work.state()) + ", " + work.faults() + " faults"));
        return health.build();
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
