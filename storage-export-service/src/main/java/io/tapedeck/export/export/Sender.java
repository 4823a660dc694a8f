package io.tapedeck.export.export;

import java.time.Duration;

/** Takes a file to its address. */
public interface Sender {

    /**
     * Tries once and blocks until the outcome is known.
     *
     * @param patience after this long the attempt has failed
     * @throws InterruptedException when the service stops; nothing is known of the attempt then
     */
    Outcome send(Delivery delivery, Duration patience) throws InterruptedException;
}
