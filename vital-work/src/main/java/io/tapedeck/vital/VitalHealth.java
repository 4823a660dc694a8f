package io.tapedeck.vital;

import io.tapedeck.vital.VitalWork.State;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** How a service is by the work it lives by: down when some of it is gone, degraded while some fails by a fault of ours. */
public final class VitalHealth implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final Supplier<Health> look;

    private VitalHealth(Supplier<Health> look) {
        this.look = look;
    }

    /** Of work that is to be done as long as the service is up; when nobody does it, that is down. */
    public static VitalHealth of(VitalWork work) {
        return new VitalHealth(() -> Health.status(status(work.state(), Status.DOWN))
                .withDetail("thread", work.state())
                .withDetail("faults", work.faults())
                .build());
    }

    /** Of all work of a service; what nobody has begun is not needed there. */
    public static VitalHealth ofAll(List<VitalWork> works) {
        return new VitalHealth(() -> {
            var health = Health.status(status(VitalWork.worst(works), Status.UP));
            works.forEach(
                    work -> health.withDetail(work.name(), word(work.state()) + ", " + work.faults() + " faults"));
            return health.build();
        });
    }

    private static Status status(State state, Status idle) {
        return switch (state) {
            case IDLE -> idle;
            case WORKING -> Status.UP;
            case FAILING -> DEGRADED;
            case GONE -> Status.DOWN;
        };
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Health health() {
        return look.get();
    }
}
