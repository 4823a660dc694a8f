package io.tapedeck.gateway.recordings;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.cdrs.RecordingState;
import io.tapedeck.contracts.recordings.SoundFigures;
import io.tapedeck.gateway.catalogue.CatalogueRecording;
import io.tapedeck.gateway.catalogue.CatalogueRecording.Failure;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A recording as it is shown.
 *
 * @param mediaUrl where it can be played; only when it is ready; the caller's file where the layout is split
 * @param callee the callee's own file; only where the layout is split
 * @param peaksUrl where its wave form is, JSON of audiowaveform's version 2; absent when there is none
 * @param sound how it sounds; absent when nothing was measured
 * @param keys that were pressed while it was recorded
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
        @Nullable URI mediaUrl,
        @Nullable SecondFile callee,
        @Nullable URI peaksUrl,
        @Nullable SoundFigures sound,
        List<CatalogueRecording.Key> keys,

        @Schema(description = "What whoever started it during the call called it") @Nullable
        String label,

        @Nullable String mediaName) {

    /** A further media file of the same recording. */
    @Schema(name = "SecondFile")
    public record SecondFile(long bytes, String sha256, URI mediaUrl) {}

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
                recording.state() == RecordingState.READY ? url(recording, base, "/media") : null,
                callee(recording, base),
                recording.peaksKey() == null ? null : url(recording, base, "/peaks"),
                recording.sound(),
                recording.keys(),
                recording.label(),
                recording.mediaName());
    }

    private static @Nullable SecondFile callee(CatalogueRecording recording, String base) {
        var file = recording.callee();
        return file == null
                ? null
                : new SecondFile(file.bytes(), file.sha256(), url(recording, base, "/media?part=callee"));
    }

    private static URI url(CatalogueRecording recording, String base, String what) {
        return URI.create(base + "/api/v1/recordings/" + recording.id() + what);
    }
}
