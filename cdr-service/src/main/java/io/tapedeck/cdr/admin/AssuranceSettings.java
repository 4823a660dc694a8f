package io.tapedeck.cdr.admin;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How it is made sure that what was to be recorded was.
 *
 * @param grace how long after the call's end a capture may still be announced
 * @param endGrace how long after the last news a call goes on whose captures are all sealed
 * @param silence how long after the last news any other call goes on
 * @param every pause between two sweeps
 * @param batch calls looked at in one transaction
 */
@ConfigurationProperties("tapedeck.cdr.assurance")
public record AssuranceSettings(Duration grace, Duration endGrace, Duration silence, Duration every, int batch) {

    public AssuranceSettings {
        positive("grace", grace);
        positive("end-grace", endGrace);
        positive("silence", silence);
        positive("every", every);
        if (batch < 1) {
            throw new IllegalArgumentException("tapedeck.cdr.assurance.batch must be at least 1, was " + batch);
        }
    }

    private static void positive(String name, Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("tapedeck.cdr.assurance." + name + " must be positive, was " + duration);
        }
    }
}
