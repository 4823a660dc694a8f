package io.tapedeck.gateway.playback;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.gateway.audit.AuditTrail;
import io.tapedeck.gateway.audit.AuditTrail.Access;
import io.tapedeck.gateway.catalogue.CatalogueRecording;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Reason;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.channels.Channels;
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
        PlayableRecording playable = PlayableRecording.of(recording, Part.of(request));
        FileChannel file = store.open(playable.key());
        try (var media = new Media(playable.id(), playable.format(), playable.sha256(), file, file.size())) {
            String action = request.getParameter("download") == null ? "media.play" : "media.download";
            audit.writeOnce(new Access(actor, action, playable.id(), playable.tenantId(), request.getRemoteAddr()));
            meters.counter("tapedeck.gateway.media", "action", action).increment();
            new MediaAnswer(media, request, response).send();
        }
    }

    /** Answers with the wave form. It gives away when somebody speaks and not what, so nobody is written down for it. */
    void servePeaks(CatalogueRecording recording, HttpServletResponse response) throws IOException {
        String key = recording.peaksKey();
        if (key == null) {
            throw Refusal.of(Reason.NOT_FOUND, "There is no wave form of this recording.");
        }
        try (FileChannel file = store.open(key)) {
            response.setContentType("application/json");
            response.setContentLengthLong(file.size());
            response.setHeader("Cache-Control", "private, max-age=3600");
            Channels.newInputStream(file).transferTo(response.getOutputStream());
        }
    }
}
