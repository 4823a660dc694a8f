package io.tapedeck.cdr.admin;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How it is made sure that what was to be recorded was.
 *
 * @param grace how long after the call's end a capture may still be announced
 * @param every pause between two sweeps
 * @param batch calls looked at in one transaction
 */
@ConfigurationProperties("tapedeck.cdr.assurance")
public record AssuranceSettings(Duration grace, Duration every, int batch) {

    public AssuranceSettings {
        if (!grace.isPositive() || !every.isPositive() || batch < 1) {
            throw new IllegalArgumentException("tapedeck.cdr.assurance: grace, every and batch must be positive, were "
                    + grace + ", " + every + ", " + batch);
        }
    }
}
