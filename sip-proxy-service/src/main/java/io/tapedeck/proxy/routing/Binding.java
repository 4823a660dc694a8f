package io.tapedeck.proxy.routing;

import io.tapedeck.contracts.DeviceId;
import java.time.Instant;

/**
 * Where a device can be reached, and until when.
 *
 * @param uri the Contact address, as the device wrote it
 * @param callId Call-ID of the REGISTER that made or refreshed it
 * @param sequence CSeq number of that REGISTER
 * @param q preference, 0 to 1
 * @param flow where that REGISTER came from
 */
public record Binding(
        DeviceId device, String uri, String callId, long sequence, Instant expiresAt, double q, Flow flow) {

    boolean isValidAt(Instant now) {
        return expiresAt.isAfter(now);
    }
}
