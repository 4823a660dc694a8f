package io.tapedeck.gateway.recordings;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.cdrs.RecordingState;
import io.tapedeck.gateway.catalogue.CatalogueRecording;
import io.tapedeck.gateway.catalogue.CatalogueRecording.Failure;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A recording as it is shown.
 *
 * @param mediaUrl where it can be played; only when it is ready
 */
@Schema(name = "Recording")
public record RecordingView(
        UUID id,
        UUID sessionId,
        @Nullable UUID tenantId,
        @Nullable UUID userId,
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
        @Nullable URI mediaUrl) {

    /**
     * @param base address under which the gateway is known to the caller, without a slash at the end
     */
    public static RecordingView of(CatalogueRecording recording, String base) {
        UserId user = recording.userId();
        TenantId tenant = recording.tenantId();
        return new RecordingView(
                recording.id().value(),
                recording.sessionId().value(),
                tenant == null ? null : tenant.value(),
                user == null ? null : user.value(),
                recording.state(),
                recording.format(),
                recording.layout(),
                recording.startTime(),
                recording.durationMs(),
                recording.bytes(),
                recording.sha256(),
                recording.sampleRateHertz(),
                recording.channels(),
                recording.recovered(),
                recording.failure(),
                recording.state() == RecordingState.READY ? mediaUrl(recording, base) : null);
    }

    private static URI mediaUrl(CatalogueRecording recording, String base) {
        return URI.create(base + "/api/v1/recordings/" + recording.id() + "/media");
    }
}
