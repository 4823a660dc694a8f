package io.tapedeck.contracts.recordings;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.Responsible;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of one recording. */
public sealed interface RecordingEvent {

    RecordingId recordingId();

    SessionId sessionId();

    /**
     * The media file is complete in the store and may be played.
     *
     * @param startedAt the moment that the first sample of the file stands for
     * @param recovered the capture was sealed by recovery after a crash
     */
    @JsonTypeName("tapedeck.recordings.RecordingReady.v1")
    record RecordingReady(
            RecordingId recordingId,
            SessionId sessionId,
            CaptureId captureId,
            TenantId tenantId,
            @Nullable UserId userId,
            Instant startedAt,
            Duration duration,
            MediaFile media,
            boolean recovered,
            @Nullable URI deliverTo,
            Instant readyAt)
            implements RecordingEvent {}

    /** No media file could be made. The raw capture stays where it is. */
    @JsonTypeName("tapedeck.recordings.RecordingFailed.v1")
    record RecordingFailed(
            RecordingId recordingId,
            SessionId sessionId,
            CaptureId captureId,
            @Nullable TenantId tenantId,
            @Nullable UserId userId,
            FailureCode code,
            String message,
            Responsible responsible,
            Instant failedAt)
            implements RecordingEvent {}

    /** The recording was not wanted after all, for example because it is shorter than the setting asks for. */
    @JsonTypeName("tapedeck.recordings.RecordingDiscarded.v1")
    record RecordingDiscarded(
            RecordingId recordingId, SessionId sessionId, CaptureId captureId, String reason, Instant discardedAt)
            implements RecordingEvent {}
}
