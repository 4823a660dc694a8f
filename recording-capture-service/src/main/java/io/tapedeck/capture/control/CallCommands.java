package io.tapedeck.capture.control;

import io.tapedeck.capture.session.Addressed;
import io.tapedeck.capture.session.CallIdentity;
import io.tapedeck.capture.session.CaptureSession;
import io.tapedeck.capture.session.CaptureSessions;
import io.tapedeck.capture.session.MediaProposal;
import io.tapedeck.capture.session.OutOfPortsException;
import io.tapedeck.capture.session.SdpWishes;
import io.tapedeck.capture.session.UnbridgeableSdpException;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.protocol.ng.NgValue;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.sdp.SdpException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The commands that make, change, show and end calls. */
final class CallCommands {

    private static final Logger LOG = System.getLogger(NgCommands.class.getName());
    private static final int DEFAULT_LIST = 32;
    private static final int LONGEST_DELAY_SECONDS = 600;
    private static final String NOT_FOUND = "Call-ID not found or tags didn't match";

    private final CaptureSessions sessions;
    private final Identities identities;
    private final Admission admission;
    private final String mediaAddress;
    private final InstantSource clock;
    private final SparseLog full = new SparseLog(LOG, System::nanoTime);

    CallCommands(
            CaptureSessions sessions,
            Identities identities,
            Admission admission,
            String mediaAddress,
            InstantSource clock) {
        this.sessions = sessions;
        this.identities = identities;
        this.admission = admission;
        this.mediaAddress = mediaAddress;
        this.clock = clock;
    }

    Map<String, NgCommand> table() {
        return Map.of(
                "ping", _ -> NgReplies.pong(),
                "list", this::list,
                "offer", this::offer,
                "answer", this::answer,
                "delete", this::delete,
                "query", this::query);
    }

    private NgDictionary list(NgRequest request) {
        long limit = request.body().integer("limit").orElse(DEFAULT_LIST);
        List<String> ids = sessions.callIds(Math.toIntExact(Math.clamp(limit, 0, 10_000)));
        return NgReplies.ok(
                Map.of("calls", NgReplies.list(ids.stream().map(NgReplies::text).toList())));
    }

    private NgDictionary offer(NgRequest request) throws NgRefusal {
        String callId = request.callId();
        String tag = request.required("from-tag", "No from-tag in message");
        String sdp = request.required("sdp", "No SDP body in message");
        CallIdentity fresh = identities.fresh(request, callId);
        boolean known = sessions.find(callId).isPresent();
        CaptureSession session = sessions.findOrOpen(callId, () -> fresh);
        session.identify(identities.better(request, session.identity()));
        String toTag = request.text("to-tag").orElse(null);
        try {
            var keys = new SdpKeys(request);
            String rewritten = session.offer(proposal(request, "from-label", tag, toTag, sdp, keys.wishes()));
            return record(request, session, sdpReply(rewritten, keys));
        } catch (SdpException | OutOfPortsException e) {
            if (!known) {
                sessions.totals().rejected();
                sessions.hangUp(session);
            }
            throw refusal(e, callId);
        }
    }

    private NgDictionary answer(NgRequest request) throws NgRefusal {
        String callId = request.callId();
        String fromTag = request.required("from-tag", "No from-tag in message");
        String tag = request.required("to-tag", "No to-tag in message");
        String sdp = request.required("sdp", "No SDP body in message");
        CaptureSession session = known(callId);
        session.identify(identities.better(request, session.identity()));
        List<RecordingOrder> orders = identities.orders(request);
        try {
            var keys = new SdpKeys(request);
            String rewritten = session.answer(proposal(request, "to-label", tag, fromTag, sdp, keys.wishes()));
            NgDictionary reply = admission.start(session, orders, sdpReply(rewritten, keys));
            return record(request, session, reply);
        } catch (SdpException | OutOfPortsException e) {
            throw refusal(e, callId);
        }
    }

    private static MediaProposal proposal(
            NgRequest request, String labelKey, String tag, @Nullable String other, String sdp, SdpWishes wishes) {
        String label = request.text("label")
                .or(() -> request.text("set-label"))
                .or(() -> request.text(labelKey))
                .orElse("");
        return new MediaProposal(tag, other, label, sdp, request.receivedFrom(), wishes, request.places());
    }

    /** {@code record call=yes}: once; a call whose recording was stopped is not started again by a re-INVITE. */
    private NgDictionary record(NgRequest request, CaptureSession session, NgDictionary reply) {
        if (request.denies("record call")) {
            session.stopRecording(null);
        }
        return request.flag("record call") && session.captureId().isEmpty() && session.wantsOrder()
                ? admission.startForeign(session, request, identities, reply)
                : reply;
    }

    private static NgDictionary sdpReply(String sdp, SdpKeys keys) {
        NgDictionary reply = NgReplies.ok(Map.of("sdp", NgReplies.text(sdp)));
        for (String warning : keys.warnings(sdp)) {
            reply = NgReplies.warned(reply, warning);
        }
        return reply;
    }

    private NgRefusal refusal(Exception why, String callId) {
        if (why instanceof OutOfPortsException) {
            full.say(
                    Level.ERROR,
                    "call " + callId + " refused: no media port is free; widen tapedeck.capture.rtp-ports",
                    null);
            return new NgRefusal("Out of ports");
        }
        return new NgRefusal(
                why instanceof UnbridgeableSdpException ? String.valueOf(why.getMessage()) : "Failed to parse SDP");
    }

    private NgDictionary delete(NgRequest request) throws NgRefusal {
        String callId = request.callId();
        Optional<CaptureSession> found = sessions.find(callId);
        Addressed addressed = found.map(session -> session.addressed(
                        request.text("from-tag").orElse(null),
                        request.text("to-tag").orElse(null)))
                .orElse(Addressed.NOBODY);
        return switch (addressed) {
            case CALL -> deleted(found.orElseThrow(), request);
            case LOST_FORK -> NgReplies.ok();
            case NOBODY -> {
                if (request.flag("fatal")) {
                    throw new NgRefusal(NOT_FOUND);
                }
                yield NgReplies.warned(NOT_FOUND);
            }
        };
    }

    private static Duration delay(NgRequest request) {
        long seconds = request.body().integer("delete delay").orElse(0);
        return Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST_DELAY_SECONDS));
    }

    private NgDictionary deleted(CaptureSession session, NgRequest request) {
        Map<String, NgValue> report = report(session, request);
        Duration delay = delay(request);
        if (delay.isZero()) {
            sessions.hangUp(session);
        } else {
            session.hangUpAfter(delay);
        }
        return NgReplies.ok(report);
    }

    private NgDictionary query(NgRequest request) throws NgRefusal {
        return NgReplies.ok(report(known(request.callId()), request));
    }

    private Map<String, NgValue> report(CaptureSession session, NgRequest request) {
        var report = new CallReport(session, mediaAddress, clock.instant(), System.nanoTime());
        boolean brief = request.tapedeck()
                .flatMap(own -> own.text("report"))
                .filter("brief"::equals)
                .isPresent();
        return brief ? report.ownEntries() : report.entries();
    }

    private CaptureSession known(String callId) throws NgRefusal {
        return NgCommands.known(sessions, callId);
    }
}
