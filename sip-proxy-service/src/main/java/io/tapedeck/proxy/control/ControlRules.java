package io.tapedeck.proxy.control;

import io.tapedeck.proxy.policy.ControlPolicy;
import java.time.Duration;

/**
 * By what calls are controlled.
 *
 * @param longestPause between two digits of a feature code
 */
public record ControlRules(ControlPolicy policy, Duration longestPause) {

    public ControlRules {
        if (!longestPause.isPositive()) {
            throw new IllegalArgumentException("the pause between digits must be positive, was " + longestPause);
        }
    }
}
