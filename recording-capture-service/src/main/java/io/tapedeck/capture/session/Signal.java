package io.tapedeck.capture.session;

import java.time.Instant;

/** What happens to a call. */
sealed interface Signal {

    /** An order to record became active. */
    record OrderGiven() implements Signal {}

    record PauseWanted() implements Signal {}

    record ResumeWanted() implements Signal {}

    /** The last active order was withdrawn. */
    record OrdersWithdrawn() implements Signal {}

    record HungUp(Instant at) implements Signal {}

    /** No packet for the time that is too long. */
    record MediaLost() implements Signal {}

    record NodeStopping() implements Signal {}

    record ClockTicked(Instant now) implements Signal {}
}
