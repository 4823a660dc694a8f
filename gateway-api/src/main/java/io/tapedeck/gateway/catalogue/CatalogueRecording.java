package io.tapedeck.gateway.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.cdrs.RecordingState;
import io.tapedeck.contracts.recordings.SoundFigures;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recording as cdr-service tells it.
 *
 * @param tenantId null until the catalogue has learned it; nobody but the platform sees the recording before
 * @param format null until the catalogue has learned it; so is the layout
 * @param userId whose recording it is; null when it is the tenant's
 * @param mediaKey path of the file inside the store; null unless ready; the caller's where the layout is split
 * @param callee the callee's own file of the layout split; null for all others
 * @param peaksKey path inside the store of the wave form; null when there is none
 * @param sound null when nothing was measured
 * @param keys that were pressed while it was recorded
 * @param label what whoever started it during the call called it; so is the media name
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
        @Nullable String mediaKey,
        @Nullable SecondFile callee,
        @Nullable String peaksKey,
        @Nullable SoundFigures sound,
        List<Key> keys,
        @Nullable String label,
        @Nullable String mediaName) {

    public CatalogueRecording {
        keys = keys == null ? List.of() : List.copyOf(keys);
    }

    /** A further media file of the same recording. */
    public record SecondFile(long bytes, String sha256, String mediaKey) {}

    /**
     * A key that was pressed.
     *
     * @param party caller or callee
     * @param key one of {@code 0-9 * # A-D}
     * @param source rtp, sip or sound: how it was learned of
     */
    @Schema(name = "PressedKey")
    public record Key(String party, String key, Instant time, long durationMs, String source) {}

    /**
     * Why there is no media file.
     *
     * @param code a name of {@code FailureCode} on the wire
     * @param responsible who must act: caller, operator or us
     */
    public record Failure(String code, String message, String responsible) {}
}
