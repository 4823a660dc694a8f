package io.tapedeck.conversion.admin;

import io.tapedeck.conversion.intake.WorkQueue;
import io.tapedeck.conversion.store.RecordingStore;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Down when no recording can be stored, or a fault of ours has ended what takes jobs. A Kafka that is away is only told: the
 * worker waits for it.
 */
@Component
class WorkerHealth implements HealthIndicator {

    private final RecordingStore store;
    private final WorkQueue queue;

    WorkerHealth(RecordingStore store, WorkQueue queue) {
        this.store = store;
        this.queue = queue;
    }

    @Override
    public Health health() {
        boolean writable = store.writable();
        boolean broken = queue.broken();
        Health.Builder health = writable && !broken ? Health.up() : Health.down();
        return health.withDetail("store", writable ? "writable" : "not writable")
                .withDetail("queue", queueState(broken))
                .build();
    }

    private String queueState(boolean broken) {
        if (broken) {
            return "broken, see the log; restart";
        }
        return queue.ready() ? "reading" : "waiting for Kafka";
    }
}
