package io.tapedeck.capture.prompts;

import java.time.Duration;

/**
 * A key that is pressed in a party's place.
 *
 * @param event 0 to 15: {@code 0-9 * # A-D} (RFC 4733, 3.2)
 * @param attenuation 0 to 63: each tone is that many dB below 0 dBm0
 */
public record Key(int event, Duration duration, int attenuation) {

    public static final int LAST_EVENT = 15;
    public static final int MOST_ATTENUATION = 63;

    public Key {
        if (event < 0 || event > LAST_EVENT || attenuation < 0 || attenuation > MOST_ATTENUATION) {
            throw new IllegalArgumentException("key " + event + " at -" + attenuation + " dBm0");
        }
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("a key is pressed for some time, not " + duration);
        }
    }
}
