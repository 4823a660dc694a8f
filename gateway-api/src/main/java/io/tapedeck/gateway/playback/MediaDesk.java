package io.tapedeck.gateway.playback;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.contracts.cdrs.RecordingState;
import io.tapedeck.gateway.audit.AuditTrail;
import io.tapedeck.gateway.audit.AuditTrail.Access;
import io.tapedeck.gateway.catalogue.CatalogueRecording;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Reason;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Hands out a recording's sound, after it was written down who takes it. */
@Component
class MediaDesk {

    private static final Duration CONVERSION_TAKES = Duration.ofSeconds(5);

    private final RecordingStore store;
    private final AuditTrail audit;
    private final MeterRegistry meters;

    MediaDesk(RecordingStore store, AuditTrail audit, MeterRegistry meters) {
        this.store = store;
        this.audit = audit;
        this.meters = meters;
    }

    /**
     * Answers the request with the media.
     *
     * @param actor who listens, as it stands in the audit log
     * @throws Refusal 409 while there is no media yet, 410 when there never will be, 503 when it is lost
     */
    void serve(CatalogueRecording recording, String actor, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String key = keyOf(recording);
        FileChannel file = store.open(key);
        try (var media = new Media(recording.id(), recording.format(), recording.sha256(), file, file.size())) {
            String action = request.getParameter("download") == null ? "media.play" : "media.download";
            audit.writeOnce(new Access(actor, action, recording.id(), recording.tenantId(), request.getRemoteAddr()));
            meters.counter("tapedeck.gateway.media", "action", action).increment();
            new MediaAnswer(media, request, response).send();
        }
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
