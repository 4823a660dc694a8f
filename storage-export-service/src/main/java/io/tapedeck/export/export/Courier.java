package io.tapedeck.export.export;

import io.tapedeck.contracts.Responsible;
import io.tapedeck.contracts.deliveries.DeliveryEvent;
import io.tapedeck.contracts.deliveries.DeliveryEvent.DeliveryFailed;
import io.tapedeck.contracts.deliveries.DeliveryEvent.DeliverySucceeded;
import io.tapedeck.export.export.Outcome.Confirmed;
import io.tapedeck.export.export.Outcome.Refused;
import io.tapedeck.export.export.Outcome.Trouble;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Decides what follows from an attempt: done, again later, or given up. Nothing is forgotten before it is in the ledger: a
 * courier that dies on the way is followed by another when the lease is over. Safe for use by several threads.
 */
public final class Courier {

    /** Added to a lease, for the way to the ledger. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final Ledger ledger;
    private final Sender sender;
    private final Patience patience;
    private final Bell outboxFilled;
    private final Figures figures;
    private final InstantSource clock;
    private final RandomGenerator chance;

    public Courier(
            Ledger ledger,
            Sender sender,
            Patience patience,
            Bell outboxFilled,
            Figures figures,
            InstantSource clock,
            RandomGenerator chance) {
        this.ledger = ledger;
        this.sender = sender;
        this.patience = patience;
        this.outboxFilled = outboxFilled;
        this.figures = figures;
        this.clock = clock;
        this.chance = chance;
    }

    /** Takes what is due; each is to be given to {@link #carry}. */
    public List<Delivery> due(int limit) {
        return ledger.claim(
                clock.instant(),
                limit,
                delivery -> patience.attempt(delivery.bytes()).plus(MARGIN));
    }

    /**
     * Makes one attempt and enters what came of it.
     *
     * @throws LedgerUnavailable when that could not be entered; the delivery is tried again after its lease
     */
    public void carry(Delivery claimed) {
        Delivery delivery = claimed.tried();
        try {
            enter(delivery, attempt(delivery));
        } catch (InterruptedException stopping) {
            ledger.postpone(claimed, clock.instant(), "The service was stopped.");
            Thread.currentThread().interrupt();
        }
    }

    private Outcome attempt(Delivery delivery) throws InterruptedException {
        try {
            return sender.send(delivery, patience.attempt(delivery.bytes()));
        } catch (RuntimeException unforeseen) {
            return new Trouble("The attempt broke off on our side: " + unforeseen, Responsible.US);
        }
    }

    private void enter(Delivery delivery, Outcome outcome) {
        switch (outcome) {
            case Confirmed _ -> {
                finish(delivery, succeeded(delivery));
                figures.delivered(delivery);
            }
            case Refused(var message, var who) -> giveUp(delivery, message, who);
            case Trouble(var message, var who) -> againLater(delivery, message, who);
        }
    }

    private void againLater(Delivery delivery, String message, Responsible who) {
        Instant next = clock.instant().plus(patience.pauseAfter(delivery.attempts(), chance));
        if (next.isAfter(delivery.orderedAt().plus(patience.giveUpAfter()))) {
            giveUp(delivery, "Given up after " + delivery.attempts() + " attempts. " + message, who);
            return;
        }
        ledger.postpone(delivery, next, message);
        figures.postponed(delivery, message);
    }

    private void giveUp(Delivery delivery, String message, Responsible who) {
        finish(
                delivery,
                new DeliveryFailed(
                        delivery.recordingId(),
                        delivery.tenantId(),
                        shown(delivery.address()),
                        delivery.attempts(),
                        message,
                        who,
                        clock.instant()));
        figures.failed(delivery, message);
    }

    private DeliveryEvent succeeded(Delivery delivery) {
        return new DeliverySucceeded(
                delivery.recordingId(),
                delivery.tenantId(),
                shown(delivery.address()),
                delivery.attempts(),
                clock.instant());
    }

    private void finish(Delivery delivery, DeliveryEvent event) {
        ledger.finish(delivery, event);
        outboxFilled.ring();
    }

    /** Without what may be secret in it: credentials and query. */
    static URI shown(URI address) {
        String text = address.toString().replaceFirst("[?#].*$", "");
        return URI.create(text.replaceFirst("//[^/@]*@", "//"));
    }
}
