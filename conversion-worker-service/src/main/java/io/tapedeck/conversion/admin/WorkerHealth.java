package io.tapedeck.conversion.admin;

import io.tapedeck.conversion.intake.WorkQueue;
import io.tapedeck.conversion.store.RecordingStore;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Down when no recording can be stored. A Kafka that is away is only told: the worker waits for it. */
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
        Health.Builder health = store.writable() ? Health.up() : Health.down();
        return health.withDetail("store", store.writable() ? "writable" : "not writable")
                .withDetail("queue", queue.ready() ? "reading" : "waiting for Kafka")
                .build();
    }
}
