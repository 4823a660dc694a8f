package io.tapedeck.gateway.requests;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Bounds for requests.
 *
 * @param bodyLimit the largest body of the API; it is held in memory
 * @param soundLimit the largest file of sound that is uploaded
 * @param bulkLimit the largest change of many settings documents
 * @param idempotencyPeriod how long the answer to a POST with {@code Idempotency-Key} is given again
 */
@ConfigurationProperties("tapedeck.gateway")
public record RequestSettings(DataSize bodyLimit, DataSize soundLimit, DataSize bulkLimit, Duration idempotencyPeriod) {

    private static final DataSize MAXIMUM = DataSize.ofMegabytes(16);

    public RequestSettings {
        if (bodyLimit.toBytes() < 1 || bodyLimit.compareTo(MAXIMUM) > 0) {
            throw new IllegalArgumentException("tapedeck.gateway.body-limit must be from 1B to 16MB");
        }
        if (soundLimit.toBytes() < 1 || soundLimit.compareTo(MAXIMUM) > 0) {
            throw new IllegalArgumentException("tapedeck.gateway.sound-limit must be from 1B to 16MB");
        }
        if (bulkLimit.toBytes() < 1 || bulkLimit.compareTo(MAXIMUM) > 0) {
            throw new IllegalArgumentException("tapedeck.gateway.bulk-limit must be from 1B to 16MB");
        }
        if (idempotencyPeriod.isNegative() || idempotencyPeriod.isZero()) {
            throw new IllegalArgumentException("tapedeck.gateway.idempotency-period must be positive");
        }
    }
}
