package io.tapedeck.export.admin;

import io.tapedeck.export.export.Patience;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * How deliveries are made.
 *
 * @param parallel deliveries under way at once
 * @param poll how long to wait for an order before looking for what is due anyway
 * @param firstPause pause after a first attempt that failed; doubles with each further one
 * @param longestPause what the pause doubles up to
 * @param giveUpAfter how long after the order it is tried
 * @param answer how long an attempt may take beside the transfer
 * @param slowestPerSecond a slower transfer has failed
 */
@ConfigurationProperties("tapedeck.export.courier")
public record CourierSettings(
        int parallel,
        Duration poll,
        Duration firstPause,
        Duration longestPause,
        Duration giveUpAfter,
        Duration answer,
        DataSize slowestPerSecond) {

    public CourierSettings {
        if (parallel < 1 || !poll.isPositive()) {
            throw new IllegalArgumentException(
                    "tapedeck.export.courier: parallel and poll must be positive, were " + parallel + ", " + poll);
        }
    }

    /**
     * @throws IllegalArgumentException for values that make no sense together
     */
    public Patience patience() {
        return new Patience(firstPause, longestPause, giveUpAfter, answer, slowestPerSecond.toBytes());
    }
}
