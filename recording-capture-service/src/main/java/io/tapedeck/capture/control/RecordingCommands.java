package io.tapedeck.capture.control;

import io.tapedeck.capture.session.CaptureSession;
import io.tapedeck.capture.session.CaptureSessions;
import io.tapedeck.capture.session.HeldMedia;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The commands that start, stop and pause recordings. */
final class RecordingCommands {

    private static final int LONGEST_DELAY_MILLIS = 60_000;

    private final CaptureSessions sessions;
    private final Identities identities;
    private final Admission admission;

    RecordingCommands(CaptureSessions sessions, Identities identities, Admission admission) {
        this.sessions = sessions;
        this.identities = identities;
        this.admission = admission;
    }

    Map<String, NgCommand> table() {
        return Map.of(
                "start recording", this::startRecording,
                "stop recording", this::stopRecording,
                "pause recording", this::pauseRecording);
    }

    /**
     * With orders: starts them. With media: lifts the pause of those. Without: lifts every pause, and records if nothing is
     * recorded.
     */
    private NgDictionary startRecording(NgRequest request) throws NgRefusal {
        CaptureSession session = NgCommands.known(sessions, request.callId());
        session.identify(identities.better(request, session.identity()));
        List<RecordingOrder> orders = identities.orders(request);
        if (!orders.isEmpty()) {
            return admission.start(session, orders, NgReplies.ok());
        }
        boolean onlyResumes = isAbout(request).isPresent();
        session.resumeRecording(isAbout(request).orElse(HeldMedia.EVERYTHING));
        if (onlyResumes) {
            return NgReplies.ok();
        }
        return session.wantsOrder()
                ? admission.startForeign(session, request, identities, NgReplies.ok())
                : NgReplies.ok();
    }

    private NgDictionary stopRecording(NgRequest request) throws NgRefusal {
        CaptureSession session = NgCommands.known(sessions, request.callId());
        if (request.flag("pause")) {
            session.pauseRecording(HeldMedia.EVERYTHING);
        } else {
            stop(session, recordingOf(request), delay(request));
        }
        return NgReplies.ok();
    }

    /** What is said last of a recording, that it ends, is still in it: meanwhile the call may do whatever it likes. */
    private void stop(CaptureSession session, @Nullable RecordingId recording, Duration delay) {
        if (delay.isZero()) {
            session.stopRecording(recording);
            return;
        }
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    boolean _ = sessions.inOrder(session.callId(), () -> session.stopRecording(recording));
                });
    }

    private static Duration delay(NgRequest request) {
        long millis = request.tapedeck().stream()
                .flatMapToLong(own -> own.integer("after").stream())
                .findFirst()
                .orElse(0);
        return Duration.ofMillis(Math.clamp(millis, 0, LONGEST_DELAY_MILLIS));
    }

    private static @Nullable RecordingId recordingOf(NgRequest request) throws NgRefusal {
        String id = request.tapedeck().flatMap(own -> own.text("recording")).orElse("");
        try {
            return id.isEmpty() ? null : RecordingId.of(id);
        } catch (IllegalArgumentException _) {
            throw new NgRefusal("tapedeck recording is not an id");
        }
    }

    private NgDictionary pauseRecording(NgRequest request) throws NgRefusal {
        NgCommands.known(sessions, request.callId())
                .pauseRecording(isAbout(request).orElse(HeldMedia.EVERYTHING));
        return NgReplies.ok();
    }

    /** The media that our proxy names; empty when it names none. */
    private static Optional<HeldMedia> isAbout(NgRequest request) throws NgRefusal {
        String names = request.tapedeck()
                .flatMap(own -> own.text("media"))
                .map(String::strip)
                .orElse("");
        try {
            return names.isEmpty() ? Optional.empty() : Optional.of(new HeldMedia(Set.of(names.split(" +"))));
        } catch (IllegalArgumentException _) {
            throw new NgRefusal("tapedeck media are audio, video or both");
        }
    }
}
