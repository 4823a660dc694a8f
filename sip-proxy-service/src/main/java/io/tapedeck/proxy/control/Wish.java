package io.tapedeck.proxy.control;

import io.tapedeck.contracts.RecordingId;
import io.tapedeck.proxy.policy.Demand;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants of the recordings of a call who is not on it.
 *
 * @param by name of whoever asks
 * @param demand for a recording that is to be started
 * @param only the recording that a stop is about; null for all of the tenant as a whole
 * @param resumeAfter when a pause ends by itself, zero for never; null leaves it to the settings
 */
public record Wish(
        String by,
        ControlAction action,
        Demand demand,
        @Nullable RecordingId only,
        @Nullable Duration resumeAfter) {

    /** Without any particulars. */
    public static Wish of(String by, ControlAction action) {
        return new Wish(by, action, Demand.NOTHING, null, null);
    }
}
