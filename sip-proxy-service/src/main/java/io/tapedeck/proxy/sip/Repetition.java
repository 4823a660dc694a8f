package io.tapedeck.proxy.sip;

import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Sends a response again and again until its receipt is acknowledged, as a user agent has to (RFC 3261, 13.3.1.4; RFC
 * 3262, 3). Belongs to the mailbox of the call.
 */
final class Repetition {

    /** T1 and T2 of RFC 3261, 17.1.1.1. */
    private static final Duration FIRST = Duration.ofMillis(500);

    private static final Duration LONGEST = Duration.ofSeconds(4);
    private static final Duration PATIENCE = FIRST.multipliedBy(64);

    private final Timers timers;
    private final Mailbox mailbox;
    private final Runnable sending;
    private final Runnable givingUp;
    private Duration waited = Duration.ZERO;
    private Duration pause = FIRST;
    private @Nullable Future<?> next;

    /**
     * @param givingUp when no acknowledgement has come for 32 seconds
     */
    Repetition(Timers timers, Mailbox mailbox, Runnable sending, Runnable givingUp) {
        this.timers = timers;
        this.mailbox = mailbox;
        this.sending = sending;
        this.givingUp = givingUp;
    }

    /** It has been sent once. */
    Repetition begin() {
        schedule();
        return this;
    }

    private void schedule() {
        next = timers.after(pause, mailbox, this::again);
    }

    private void again() {
        if (next == null) {
            return; // stopped while this waited for its turn
        }
        waited = waited.plus(pause);
        if (waited.compareTo(PATIENCE) >= 0) {
            next = null;
            givingUp.run();
            return;
        }
        sending.run();
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        schedule();
    }

    void stop() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
    }
}
