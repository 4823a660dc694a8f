package io.tapedeck.export.intake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How events are taken in.
 *
 * @param firstRetry pause before a batch is tried again that the ledger did not take
 * @param longestRetry what the pause doubles up to
 * @param topicsRetry pause before Kafka is asked again to create missing topics
 */
@ConfigurationProperties("tapedeck.export.intake")
public record IntakeSettings(Duration firstRetry, Duration longestRetry, Duration topicsRetry) {

    public IntakeSettings {
        if (!firstRetry.isPositive() || longestRetry.compareTo(firstRetry) < 0) {
            throw new IllegalArgumentException(
                    "tapedeck.export.intake.first-retry must be positive and at most longest-retry," + " were "
                            + firstRetry + " and " + longestRetry);
        }
        if (!topicsRetry.isPositive()) {
            throw new IllegalArgumentException(
                    "tapedeck.export.intake.topics-retry must be positive, was " + topicsRetry);
        }
    }
}
