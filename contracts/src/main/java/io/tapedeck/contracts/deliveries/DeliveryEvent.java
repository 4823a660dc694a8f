package io.tapedeck.contracts.deliveries;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.Responsible;
import io.tapedeck.contracts.TenantId;
import java.net.URI;
import java.time.Instant;

/** What became of sending one recording out of the platform. */
public sealed interface DeliveryEvent {

    RecordingId recordingId();

    /** The other side has confirmed the whole file. */
    @JsonTypeName("tapedeck.deliveries.DeliverySucceeded.v1")
    record DeliverySucceeded(
            RecordingId recordingId, TenantId tenantId, URI destination, int attempts, Instant deliveredAt)
            implements DeliveryEvent {}

    /** No further attempt will be made by itself. */
    @JsonTypeName("tapedeck.deliveries.DeliveryFailed.v1")
    record DeliveryFailed(
            RecordingId recordingId,
            TenantId tenantId,
            URI destination,
            int attempts,
            String message,
            Responsible responsible,
            Instant failedAt)
            implements DeliveryEvent {}
}
