package io.tapedeck.contracts.recordings;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.DeliveryMethod;
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
     * @param media the caller's file where the layout is {@code split}
     * @param recovered the capture was sealed by recovery after a crash
     * @param calleeMedia the callee's file of the layout {@code split}; null for all others
     * @param peaksKey path inside the store of the wave form for players: JSON of audiowaveform's version 2, a channel for each
     *     of the media, two when split; null when there is none
     * @param sound null when nothing was measured
     * @param deliverBy how it is sent to {@code deliverTo}; null for PUT
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
            Instant readyAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            MediaFile calleeMedia,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String peaksKey,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            SoundFigures sound,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            DeliveryMethod deliverBy)
            implements RecordingEvent {

        /** One that is sent by PUT where it is sent. */
        public RecordingReady(
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
                Instant readyAt,
                @Nullable MediaFile calleeMedia,
                @Nullable String peaksKey,
                @Nullable SoundFigures sound) {
            this(
                    recordingId,
                    sessionId,
                    captureId,
                    tenantId,
                    userId,
                    startedAt,
                    duration,
                    media,
                    recovered,
                    deliverTo,
                    readyAt,
                    calleeMedia,
                    peaksKey,
                    sound,
                    null);
        }

        /** All in one file, of which nothing was measured. */
        public RecordingReady(
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
                Instant readyAt) {
            this(
                    recordingId,
                    sessionId,
                    captureId,
                    tenantId,
                    userId,
                    startedAt,
                    duration,
                    media,
                    recovered,
                    deliverTo,
                    readyAt,
                    null,
                    null,
                    null);
        }
    }

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
