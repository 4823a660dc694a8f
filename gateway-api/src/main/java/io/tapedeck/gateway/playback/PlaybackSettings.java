package io.tapedeck.gateway.playback;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the sound is and how long links may last.
 *
 * @param store directory of the recording store; may appear later than the gateway
 * @param linkLifetime of a link for which nothing else was asked
 * @param linkLifetimeMaximum the longest that may be asked for
 */
@ConfigurationProperties("tapedeck.gateway")
public record PlaybackSettings(Path store, Duration linkLifetime, Duration linkLifetimeMaximum) {

    public PlaybackSettings {
        if (linkLifetime.isNegative() || linkLifetime.isZero() || linkLifetime.compareTo(linkLifetimeMaximum) > 0) {
            throw new IllegalArgumentException(
                    "tapedeck.gateway.link-lifetime must be positive and at most link-lifetime-maximum");
        }
    }
}
