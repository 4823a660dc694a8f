package io.tapedeck.gateway.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.cdrs.RecordingState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A recording as cdr-service tells it.
 *
 * @param tenantId null until the catalogue has learned it; nobody but the platform sees the recording before
 * @param format null until the catalogue has learned it; so is the layout
 * @param userId whose recording it is; null when it is the tenant's
 * @param mediaKey path of the file inside the store; null unless ready
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CatalogueRecording(
        RecordingId id,
        SessionId sessionId,
        @Nullable TenantId tenantId,
        @Nullable UserId userId,
        RecordingState state,
        @Nullable MediaFormat format,
        @Nullable ChannelLayout layout,
        @Nullable Instant startTime,
        @Nullable Long durationMs,
        @Nullable Long bytes,
        @Nullable String sha256,
        @Nullable Integer sampleRateHertz,
        @Nullable Integer channels,
        boolean recovered,
        @Nullable Failure failure,
        @Nullable String mediaKey) {

    /**
     * Why there is no media file.
     *
     * @param code a name of {@code FailureCode} on the wire
     * @param responsible who must act: caller, operator or us
     */
    public record Failure(String code, String message, String responsible) {}
}
