package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import java.time.Duration;

/**
 * How a caller is recorded without a callee.
 *
 * @param tenant whose service it is
 * @param limit the call ends after so long
 * @param silence the call ends when nothing has been said for so long; zero for never
 */
public record CallerRecording(Tenant tenant, RecordingOrder order, Duration limit, Duration silence) {

    public CallerRecording {
        if (!limit.isPositive() || silence.isNegative()) {
            throw new IllegalArgumentException("limit " + limit + ", silence " + silence);
        }
    }
}
