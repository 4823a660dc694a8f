package io.tapedeck.export.admin;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.export.export.Ledger;
import io.tapedeck.export.export.LedgerUnavailable;
import io.tapedeck.export.export.Outbox;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** How full the ledger is. Measured now and then, not when somebody looks: a slow database must not slow the metrics. */
@Component
@EnableScheduling
class LedgerGauges {

    private final Ledger ledger;
    private final Outbox outbox;
    private volatile double waiting = Double.NaN;
    private volatile double outboxDepth = Double.NaN;

    LedgerGauges(Ledger ledger, Outbox outbox, MeterRegistry meters) {
        this.ledger = ledger;
        this.outbox = outbox;
        Gauge.builder("tapedeck.export.waiting", this, gauges -> gauges.waiting)
                .description("Deliveries that are not done; no number while the database is away")
                .register(meters);
        Gauge.builder("tapedeck.export.outbox.depth", this, gauges -> gauges.outboxDepth)
                .description("Events that wait for Kafka; no number while the database is away")
                .register(meters);
    }

    @Scheduled(fixedDelayString = "${tapedeck.export.gauges.every}")
    void measure() {
        try {
            waiting = ledger.waiting();
            outboxDepth = outbox.depth();
        } catch (LedgerUnavailable away) {
            waiting = Double.NaN;
            outboxDepth = Double.NaN;
        }
    }
}
