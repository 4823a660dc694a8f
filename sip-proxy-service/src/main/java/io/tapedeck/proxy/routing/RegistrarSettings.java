package io.tapedeck.proxy.routing;

import java.time.Duration;

/**
 * How long and how much devices may register.
 *
 * @param shortest less is refused with 423
 * @param usual given when the device asks for no time
 * @param longest more is cut to this
 * @param bindingsPerDevice how many a device may keep; the one that was refreshed longest ago makes room
 */
public record RegistrarSettings(Duration shortest, Duration usual, Duration longest, int bindingsPerDevice) {

    public static final RegistrarSettings DEFAULT =
            new RegistrarSettings(Duration.ofSeconds(60), Duration.ofHours(1), Duration.ofHours(2), 10);

    public RegistrarSettings {
        if (shortest.isNegative() || usual.compareTo(shortest) < 0 || longest.compareTo(usual) < 0) {
            throw new IllegalArgumentException(
                    "registration times must ascend: " + shortest + ", " + usual + ", " + longest);
        }
        if (bindingsPerDevice < 1) {
            throw new IllegalArgumentException("a device needs a binding, not " + bindingsPerDevice);
        }
    }
}
