package io.tapedeck.gateway.playback;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.gateway.audit.AuditTrail;
import io.tapedeck.gateway.audit.AuditTrail.Access;
import io.tapedeck.gateway.catalogue.CatalogueRecording;
import io.tapedeck.gateway.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.springframework.stereotype.Component;

/** Hands out a recording's sound, after it was written down who takes it. */
@Component
class MediaDesk {

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
        PlayableRecording playable = PlayableRecording.of(recording);
        FileChannel file = store.open(playable.key());
        try (var media = new Media(playable.id(), playable.format(), playable.sha256(), file, file.size())) {
            String action = request.getParameter("download") == null ? "media.play" : "media.download";
            audit.writeOnce(new Access(actor, action, playable.id(), playable.tenantId(), request.getRemoteAddr()));
            meters.counter("tapedeck.gateway.media", "action", action).increment();
            new MediaAnswer(media, request, response).send();
        }
    }
}
