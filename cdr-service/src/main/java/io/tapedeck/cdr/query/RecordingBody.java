package io.tapedeck.cdr.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tapedeck.cdr.cdr.CatalogueEntry;
import io.tapedeck.cdr.cdr.Failure;
import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.cdrs.RecordingState;
import io.tapedeck.contracts.recordings.MediaFile;
import io.tapedeck.contracts.recordings.SoundFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A recording as internal HTTP shows it; what is not known yet is absent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RecordingBody(
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
        List<KeyBody> keys,
        @Nullable String label,
        @Nullable String mediaName) {

    /** The callee's own file of the layout split. */
    record SecondFile(long bytes, String sha256, String mediaKey) {

        static @Nullable SecondFile of(@Nullable MediaFile media) {
            return media == null ? null : new SecondFile(media.bytes(), media.sha256(), media.key());
        }
    }

    static RecordingBody of(CatalogueEntry entry) {
        MediaFile media = entry.media();
        Duration duration = entry.duration();
        return new RecordingBody(
                entry.id(),
                entry.sessionId(),
                entry.tenantId(),
                entry.userId(),
                entry.state(),
                entry.format(),
                entry.layout(),
                entry.startedAt(),
                duration == null ? null : duration.toMillis(),
                media == null ? null : media.bytes(),
                media == null ? null : media.sha256(),
                media == null ? null : media.sampleRateHertz(),
                media == null ? null : media.channels(),
                entry.recovered(),
                entry.failure(),
                media == null ? null : media.key(),
                SecondFile.of(entry.details().calleeMedia()),
                entry.details().peaksKey(),
                entry.details().sound(),
                entry.details().keys().stream().map(KeyBody::of).toList(),
                entry.details().label(),
                entry.details().mediaName());
    }
}
