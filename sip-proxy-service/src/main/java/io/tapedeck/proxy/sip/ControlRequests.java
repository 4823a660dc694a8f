package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.header.ContentType;
import gov.nist.javax.sip.message.SIPRequest;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.calls.TimelineEntry.Means;
import io.tapedeck.proxy.control.ControlAction;
import io.tapedeck.proxy.control.ControlText;
import io.tapedeck.proxy.control.DigitText;
import io.tapedeck.proxy.control.Verdict;
import io.tapedeck.proxy.dialog.Side;
import io.tapedeck.proxy.recording.MediaAnchor;
import io.tapedeck.proxy.recording.MediaUnavailable;
import io.tapedeck.proxy.routing.Authentication;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import javax.sip.message.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that are about the recording of a call and meant for the platform: INFO with a header {@code Record}, and
 * MESSAGE with media control. They are answered here and never passed on.
 */
final class ControlRequests {

    private static final Logger LOG = LoggerFactory.getLogger(ControlRequests.class);
    private static final String RECORD = "Record";
    private static final Set<String> MEDIA_CONTROL =
            Set.of("application/x-media-control", "application/x-media-control+json", "plain/x-media-control");

    private final Replies replies;
    private final Calls calls;
    private final MediaAnchor anchor;

    ControlRequests(Replies replies, Calls calls, MediaAnchor anchor) {
        this.replies = replies;
        this.calls = calls;
        this.anchor = anchor;
    }

    /**
     * In the mailbox of the call.
     *
     * @param responderTag names the dialog that it comes in
     * @return false when the request is not for us
     */
    boolean answered(Inbound in, Side from, String responderTag, CallSession call) {
        List<String> record = Headers.values(in.request(), RECORD);
        boolean records = in.method().equals(Request.INFO) && !record.isEmpty();
        if (comesTooLate(in, records || isMediaControl(in), responderTag, call)) {
            replies.send(in, new Refusal(481, "Call/Transaction Does Not Exist"));
            return true;
        }
        if (records) {
            record(in, from, call, record.getFirst().strip());
            return true;
        }
        if (isMediaControl(in)) {
            ControlText.parse(body(in.request()))
                    .ifPresentOrElse(said -> control(in, from, call, said), () -> unreadable(in));
            return true;
        }
        return false;
    }

    private void control(Inbound in, Side from, CallSession call, ControlText said) {
        if (said.session().filter(named -> !named.equals(call.id())).isPresent()) {
            replies.send(in, new Refusal(404, "Not Found"));
        } else {
            reply(in, call.controls().byParty(from, said.action(), Means.MESSAGE));
        }
    }

    /** It waited behind the BYE, or others talk in its place. */
    private static boolean comesTooLate(Inbound in, boolean controls, String responderTag, CallSession call) {
        return controls
                ? call.hasEnded() || !call.isControlledIn(responderTag)
                : call.hasLeft(responderTag) && key(in).isPresent();
    }

    private void record(Inbound in, Side from, CallSession call, String wanted) {
        boolean on = wanted.equalsIgnoreCase("on");
        if (!on && !wanted.equalsIgnoreCase("off")) {
            unreadable(in);
            return;
        }
        CallControls controls = call.controls();
        Verdict verdict = controls.byParty(from, on ? ControlAction.START : ControlAction.STOP, Means.INFO);
        boolean already = verdict == Verdict.WRONG_STATE && controls.isRecordedFor(from) == on;
        reply(in, already ? Verdict.DONE : verdict); // the phone's button shows what is
    }

    /** A key that the phone tells by INFO: it is heard here as well as passed on, where it belongs to the conversation. */
    void overhear(Inbound in, String responderTag, CallSession call) {
        if (!call.isControlledIn(responderTag)) {
            return;
        }
        key(in).ifPresent(key -> {
            try {
                anchor.tellDigit(call.identity().node(), call.id(), in.fromTag(), key.key(), key.length());
            } catch (MediaUnavailable e) {
                LOG.warn("call {}: a key is not heard: {}", call.id(), e.getMessage());
            }
        });
    }

    private static Optional<DigitText> key(Inbound in) {
        return in.method().equals(Request.INFO)
                ? DigitText.parse(contentType(in.request()), body(in.request()))
                : Optional.empty();
    }

    boolean isMediaControl(Inbound in) {
        return in.method().equals(Request.MESSAGE) && MEDIA_CONTROL.contains(contentType(in.request()));
    }

    /** Outside of any dialog; the sender has proved who it is. */
    void outOfDialog(Inbound in, Authentication sender) {
        Optional<ControlText> said = ControlText.parse(body(in.request()))
                .filter(text -> text.session().isPresent());
        if (said.isEmpty()) {
            unreadable(in);
            return;
        }
        if (!(sender instanceof Authentication.Device device)) {
            replies.send(in, new Refusal(403, "Forbidden"));
            return;
        }
        CallSession call = said.get().session().flatMap(calls::find).orElse(null);
        if (call == null || !isOfTenant(call, device)) {
            replies.send(in, new Refusal(404, "Not Found"));
            return;
        }
        boolean posted =
                call.mailbox().post(() -> control(in, call, device, said.get().action()));
        if (!posted) {
            replies.send(in, Refusal.overloaded());
        }
    }

    /** A stranger must not learn which calls there are. */
    private static boolean isOfTenant(CallSession call, Authentication.Device device) {
        return call.identity().tenant().equals(device.tenant().id())
                || call.controls().partyOf(party(device)).isPresent();
    }

    private void control(Inbound in, CallSession call, Authentication.Device device, ControlAction action) {
        if (call.hasEnded()) {
            replies.send(in, new Refusal(404, "Not Found"));
            return;
        }
        Party itself = party(device);
        Party party = call.controls().partyOf(itself).orElse(null);
        reply(
                in,
                party == null
                        ? call.controls().control().byStranger(itself, action, Means.MESSAGE)
                        : call.controls().control().byParty(party, action, Means.MESSAGE));
    }

    private static Party party(Authentication.Device device) {
        return new Party(
                Party.Network.ONNET,
                device.user().extension(),
                device.user().displayName(),
                device.tenant().domain(),
                device.user().id(),
                device.device().id(),
                null);
    }

    private void unreadable(Inbound in) {
        replies.send(in, new Refusal(400, "Bad Request"));
    }

    private void reply(Inbound in, Verdict verdict) {
        replies.send(
                in,
                switch (verdict) {
                    case DONE -> new Refusal(200, "OK");
                    case FORBIDDEN -> new Refusal(403, "Forbidden");
                    case WRONG_STATE -> new Refusal(409, "Conflict");
                    case UNAVAILABLE ->
                        Refusal.retryAfter(503, "Service Unavailable", OptionalInt.of(Refusal.OVERLOAD_RETRY_SECONDS));
                });
    }

    private static String contentType(SIPRequest request) {
        ContentType type = request.getContentTypeHeader();
        return type == null ? "" : (type.getContentType() + "/" + type.getContentSubType()).toLowerCase(Locale.ROOT);
    }

    private static String body(SIPRequest request) {
        byte[] content = request.getRawContent();
        return content == null ? "" : new String(content, StandardCharsets.UTF_8);
    }
}
