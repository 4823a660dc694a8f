package io.tapedeck.export.announce;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the outbox is emptied.
 *
 * @param batch events sent before their acknowledgements are waited for
 * @param poll how long to wait for the bell before looking anyway
 * @param retry pause after Kafka did not acknowledge
 * @param acknowledgedWithin how long Kafka may take to acknowledge
 */
@ConfigurationProperties("tapedeck.export.announce")
public record AnnounceSettings(int batch, Duration poll, Duration retry, Duration acknowledgedWithin) {

    public AnnounceSettings {
        if (batch < 1) {
            throw new IllegalArgumentException("tapedeck.export.announce.batch must be at least 1, was " + batch);
        }
        positive("poll", poll);
        positive("retry", retry);
        positive("acknowledged-within", acknowledgedWithin);
    }

    private static void positive(String name, Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(
                    "tapedeck.export.announce." + name + " must be positive, was " + duration);
        }
    }
}
