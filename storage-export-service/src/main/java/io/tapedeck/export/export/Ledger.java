package io.tapedeck.export.export;

import io.tapedeck.contracts.deliveries.DeliveryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Where deliveries are kept. Every method may throw {@link LedgerUnavailable}; then nothing of it has happened. */
public interface Ledger {

    /** Orders deliveries: what waits or is delivered stays as it is, what failed begins anew. */
    void order(List<Delivery> deliveries);

    /**
     * Takes deliveries that are due, the longest waiting first, so that nobody else takes them until the lease is over.
     *
     * @param lease how long an attempt at this delivery may take
     */
    List<Delivery> claim(Instant now, int limit, Function<Delivery, Duration> lease);

    /** Not done: due again at the given time. */
    void postpone(Delivery delivery, Instant until, String reason);

    /** Done, one way or the other; the event goes to the outbox in the same transaction. */
    void finish(Delivery delivery, DeliveryEvent outcome);

    /** Deliveries that are not done. */
    long waiting();
}
