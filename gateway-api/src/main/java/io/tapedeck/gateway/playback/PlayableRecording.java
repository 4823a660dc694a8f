package io.tapedeck.gateway.playback;

import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.cdrs.RecordingState;
import io.tapedeck.gateway.catalogue.CatalogueRecording;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Reason;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A recording of which everything is known that playing it takes. The catalogue learns it piece by piece. */
record PlayableRecording(
        RecordingId id,
        TenantId tenantId,
        MediaFormat format,
        String key,
        @Nullable String sha256) {

    private static final Duration CONVERSION_TAKES = Duration.ofSeconds(5);

    /**
     * @throws Refusal 404 where the parties are in one file, 409 while there is no media yet, 410 when there never will be
     */
    static PlayableRecording of(CatalogueRecording recording, Part part) {
        String key = keyOf(recording);
        MediaFormat format = Objects.requireNonNullElse(recording.format(), MediaFormat.WAV);
        if (part == Part.CALLER) {
            return new PlayableRecording(recording.id(), ownerOf(recording), format, key, recording.sha256());
        }
        var callee = recording.callee();
        if (callee == null) {
            throw Refusal.of(Reason.NOT_FOUND, "Both parties of this recording are in one file.");
        }
        return new PlayableRecording(recording.id(), ownerOf(recording), format, callee.mediaKey(), callee.sha256());
    }

    /** Whose recording it is; known as soon as it was ordered or made. */
    static TenantId ownerOf(CatalogueRecording recording) {
        TenantId owner = recording.tenantId();
        if (owner == null) {
            throw notYet("The catalogue does not say yet whose recording this is.");
        }
        return owner;
    }

    private static String keyOf(CatalogueRecording recording) {
        RecordingState state = recording.state();
        if (state == null) {
            throw notYet("The recording is in a state that this gateway does not know yet.");
        }
        return switch (state) {
            case RECORDING -> throw notYet("The call is still being recorded.");
            case CONVERTING -> throw notYet("The media file is being made.");
            case FAILED -> throw Refusal.of(Reason.NO_MEDIA, failureOf(recording));
            case DISCARDED -> throw Refusal.of(Reason.NO_MEDIA, "The recording was discarded, as its settings say.");
            case READY -> {
                String key = recording.mediaKey();
                if (key == null) {
                    throw notYet("The catalogue does not say yet where the media file is.");
                }
                yield key;
            }
        };
    }

    private static String failureOf(CatalogueRecording recording) {
        var failure = recording.failure();
        return failure == null
                ? "No media file could be made."
                : "No media file could be made: " + failure.message() + " (" + failure.code() + ")";
    }

    private static Refusal notYet(String detail) {
        return Refusal.retryLater(Reason.NOT_YET, detail, CONVERSION_TAKES);
    }
}
