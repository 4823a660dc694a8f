package io.tapedeck.export.intake;

import io.tapedeck.contracts.DeliveryMethod;
import io.tapedeck.contracts.recordings.RecordingEvent;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingDiscarded;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingFailed;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingReady;
import io.tapedeck.export.export.Delivery;
import io.tapedeck.export.export.DueSign;
import io.tapedeck.export.export.Ledger;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Orders a delivery for each finished recording that is wanted elsewhere. */
@Component
class OrderDesk {

    private static final long NOT_STORED_YET = 0;

    private final Ledger ledger;
    private final DueSign due;
    private final InstantSource clock;

    OrderDesk(Ledger ledger, DueSign due, InstantSource clock) {
        this.ledger = ledger;
        this.due = due;
        this.clock = clock;
    }

    void take(List<RecordingEvent> events) {
        List<Delivery> orders = events.stream().flatMap(this::order).toList();
        if (!orders.isEmpty()) {
            ledger.order(orders);
            due.raise();
        }
    }

    private Stream<Delivery> order(RecordingEvent event) {
        return switch (event) {
            case RecordingReady ready when ready.deliverTo() != null -> Stream.of(order(ready, ready.deliverTo()));
            case RecordingReady _, RecordingFailed _, RecordingDiscarded _ -> Stream.empty();
        };
    }

    private Delivery order(RecordingReady ready, URI address) {
        return new Delivery(
                NOT_STORED_YET,
                ready.recordingId(),
                ready.tenantId(),
                address,
                ready.deliverBy() == null ? DeliveryMethod.PUT : ready.deliverBy(),
                ready.media().key(),
                ready.media().format(),
                ready.media().bytes(),
                ready.media().sha256(),
                clock.instant(),
                0);
    }
}
