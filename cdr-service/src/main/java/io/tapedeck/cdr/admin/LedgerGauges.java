package io.tapedeck.cdr.admin;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.cdr.cdr.Archive;
import io.tapedeck.cdr.cdr.LedgerUnavailable;
import io.tapedeck.cdr.cdr.Outbox;
import org.springframework.stereotype.Component;

/** How full the ledger is. Measured now and then, not when somebody looks: a slow database must not slow the metrics. */
@Component
class LedgerGauges {

    private final Archive archive;
    private final Outbox outbox;
    private volatile double inProgress = Double.NaN;
    private volatile double outboxDepth = Double.NaN;

    LedgerGauges(Archive archive, Outbox outbox, MeterRegistry meters) {
        this.archive = archive;
        this.outbox = outbox;
        Gauge.builder("tapedeck.cdr.in.progress", this, gauges -> gauges.inProgress)
                .description("CDRs of calls that go on; no number while the database is away")
                .register(meters);
        Gauge.builder("tapedeck.cdr.outbox.depth", this, gauges -> gauges.outboxDepth)
                .description("Events that wait for Kafka; no number while the database is away")
                .register(meters);
    }

    void measure() {
        try {
            inProgress = archive.inProgress();
            outboxDepth = outbox.depth();
        } catch (LedgerUnavailable away) {
            inProgress = Double.NaN;
            outboxDepth = Double.NaN;
        }
    }
}
