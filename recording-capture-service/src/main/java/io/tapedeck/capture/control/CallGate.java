package io.tapedeck.capture.control;

import io.tapedeck.capture.session.CallContents;
import io.tapedeck.capture.session.CaptureSession;
import io.tapedeck.capture.session.CaptureSessions;
import io.tapedeck.contracts.RecordingOrder;
import java.util.List;
import java.util.Optional;

/** Stands before the commands that let a call, or their number, grow. See {@link CallLimits}. */
final class CallGate {

    private final CaptureSessions sessions;
    private final Identities identities;
    private final CallLimits limits;

    CallGate(CaptureSessions sessions, Identities identities, CallLimits limits) {
        this.sessions = sessions;
        this.identities = identities;
        this.limits = limits;
    }

    /** In the order of the request's call. Calls run side by side, so their number may be off by as many as are being made. */
    void check(NgRequest request) throws NgRefusal {
        Optional<CaptureSession> session =
                request.text("call-id").filter(id -> !id.isEmpty()).flatMap(sessions::find);
        switch (request.command()) {
            case "offer", "publish" -> {
                room(session);
                tag(session, request.text("from-tag"));
            }
            case "answer" -> {
                tag(session, request.text("to-tag"));
                recordings(session, request);
            }
            case "start recording" -> {
                recordings(session, request);
                intervals(session);
            }
            case "subscribe request" -> subscription(session, request);
            default -> {
                // nothing grows
            }
        }
    }

    private void room(Optional<CaptureSession> session) throws NgRefusal {
        if (session.isEmpty() && sessions.size() >= limits.calls()) {
            sessions.totals().rejected();
            throw new NgRefusal("Too many calls");
        }
    }

    private void tag(Optional<CaptureSession> session, Optional<String> tag) throws NgRefusal {
        if (session.isPresent() && tag.isPresent()) {
            CallContents contents = session.get().contents();
            if (!contents.tags().contains(tag.get()) && contents.tags().size() >= limits.tags()) {
                throw new NgRefusal("Too many tags in this call");
            }
        }
    }

    private void recordings(Optional<CaptureSession> session, NgRequest request) throws NgRefusal {
        List<RecordingOrder> orders = session.isEmpty() ? List.of() : identities.orders(request);
        if (orders.isEmpty()) {
            return;
        }
        var all = session.orElseThrow().contents().recordings();
        long more = orders.stream()
                .map(RecordingOrder::recordingId)
                .distinct()
                .filter(id -> !all.contains(id))
                .count();
        if (all.size() + more > limits.recordings()) {
            throw new NgRefusal("Too many recordings of this call");
        }
    }

    /** What is paused stays so then: rather too little on the disk than something nobody wanted there. */
    private void intervals(Optional<CaptureSession> session) throws NgRefusal {
        if (session.isPresent() && session.get().contents().intervals() >= limits.intervals()) {
            throw new NgRefusal("Too many intervals in this call");
        }
    }

    private void subscription(Optional<CaptureSession> session, NgRequest request) throws NgRefusal {
        if (session.isEmpty()) {
            return;
        }
        var subscribers = session.get().contents().subscribers();
        boolean again = request.text("to-tag").filter(subscribers::contains).isPresent();
        if (!again && subscribers.size() >= limits.subscriptions()) {
            throw new NgRefusal("Too many subscriptions to this call");
        }
    }
}
