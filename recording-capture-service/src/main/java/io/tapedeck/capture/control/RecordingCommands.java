package io.tapedeck.capture.control;

import io.tapedeck.capture.session.CaptureSession;
import io.tapedeck.capture.session.CaptureSessions;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The commands that start, stop and pause recordings. */
final class RecordingCommands {

    private final CaptureSessions sessions;
    private final Identities identities;

    RecordingCommands(CaptureSessions sessions, Identities identities) {
        this.sessions = sessions;
        this.identities = identities;
    }

    Map<String, NgCommand> table() {
        return Map.of(
                "start recording", this::startRecording,
                "stop recording", this::stopRecording,
                "pause recording", this::pauseRecording);
    }

    /** With orders: starts them. Without: lifts a pause, and records if nothing is recorded. */
    private NgDictionary startRecording(NgRequest request) throws NgRefusal {
        CaptureSession session = NgCommands.known(sessions, request.callId());
        session.identify(identities.better(request, session.identity()));
        List<RecordingOrder> orders = identities.orders(request);
        if (!orders.isEmpty()) {
            session.startRecording(orders);
            return NgReplies.ok();
        }
        session.resumeRecording();
        if (session.wantsOrder()) {
            session.startRecording(identities.orderFor(session.identity()));
        }
        return NgReplies.ok();
    }

    private NgDictionary stopRecording(NgRequest request) throws NgRefusal {
        CaptureSession session = NgCommands.known(sessions, request.callId());
        if (request.flag("pause")) {
            session.pauseRecording();
        } else {
            session.stopRecording(recordingOf(request));
        }
        return NgReplies.ok();
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
        NgCommands.known(sessions, request.callId()).pauseRecording();
        return NgReplies.ok();
    }
}
