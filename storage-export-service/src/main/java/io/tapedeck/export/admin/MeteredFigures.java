package io.tapedeck.export.admin;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.export.export.Delivery;
import io.tapedeck.export.export.Figures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Counts for Prometheus; a failure that needs somebody is also said aloud. */
@Component
class MeteredFigures implements Figures {

    private static final Logger LOG = LoggerFactory.getLogger(MeteredFigures.class);

    private final MeterRegistry meters;

    MeteredFigures(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void delivered(Delivery delivery) {
        count("delivered");
        meters.counter("tapedeck.export.bytes").increment((double) delivery.bytes());
    }

    @Override
    public void postponed(Delivery delivery, String reason) {
        count("postponed");
        if (delivery.attempts() == 1) {
            LOG.warn(
                    "Recording {} of tenant {} is not delivered yet, it is tried again. {}",
                    delivery.recordingId(),
                    delivery.tenantId(),
                    reason);
        } else {
            LOG.debug("Recording {}, attempt {}: {}", delivery.recordingId(), delivery.attempts(), reason);
        }
    }

    @Override
    public void failed(Delivery delivery, String reason) {
        count("failed");
        LOG.error(
                "Recording {} of tenant {} is not delivered. {}", delivery.recordingId(), delivery.tenantId(), reason);
    }

    private void count(String outcome) {
        meters.counter("tapedeck.export.attempts", "outcome", outcome).increment();
    }
}
