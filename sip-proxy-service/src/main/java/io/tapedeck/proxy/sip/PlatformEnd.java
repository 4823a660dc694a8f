package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.RecordRouteList;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.proxy.recording.MediaAnchor.MediaDialog;
import io.tapedeck.proxy.recording.MediaUnavailable;
import io.tapedeck.proxy.recording.SdpRefused;
import io.tapedeck.proxy.routing.Flow;
import java.net.UnknownHostException;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.address.Address;
import javax.sip.address.URI;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.Header;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The platform as the one who is called: while it asks a caller something, and while it records one. It has a tag and a
 * Contact of its own, so that what the caller says in this dialog comes here. Belongs to the mailbox of the call.
 */
final class PlatformEnd {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformEnd.class);
    private static final String RELIABLE = "100rel";
    private static final int MOST_FIRST_SEQUENCE = 1 << 30;

    private final Plumbing plumbing;
    private final CallSession call;
    private final Inbound invite;
    private final @Nullable Flow back;
    private final String tag =
            "td" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    private long sequence = ThreadLocalRandom.current().nextInt(1, MOST_FIRST_SEQUENCE);
    private @Nullable Repetition unacknowledged;
    private boolean reliable;

    /**
     * @param back where the caller is reached; null when its Contact will do
     */
    PlatformEnd(Plumbing plumbing, CallSession call, Inbound invite, @Nullable Flow back) {
        this.plumbing = plumbing;
        this.call = call;
        this.invite = invite;
        this.back = back;
    }

    String tag() {
        return tag;
    }

    Inbound invite() {
        return invite;
    }

    /**
     * Lets the caller hear and be heard.
     *
     * @param offer what the caller offered
     * @param sdp from {@link NobodysSdp}
     * @param orders recordings that begin now
     * @return what the caller is told
     */
    String connect(MediaDialog offer, String sdp, List<RecordingOrder> orders) throws MediaUnavailable, SdpRefused {
        return call.media().answerForNobody(offer, tag, sdp, orders);
    }

    /** Early media. It is repeated until it is acknowledged only where the caller requires that (RFC 3262). */
    void progress(String sdp) {
        SIPResponse response = response(183, "Session Progress", sdp);
        reliable = Headers.values(invite.request(), "Require").stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(RELIABLE));
        if (reliable) {
            sequence++;
            response.addHeader(Headers.of("Require", RELIABLE));
            response.addHeader(Headers.of("RSeq", Long.toString(sequence)));
        }
        plumbing.replies().send(invite, response);
        if (reliable) {
            repeat(() -> plumbing.replies().send(invite, (SIPResponse) response.clone()), () -> {});
        }
    }

    /** Whether the caller hears of early media by all means, so that it need not be told again. */
    boolean isReliable() {
        return reliable;
    }

    /**
     * 200. Repeated until the caller has acknowledged it.
     *
     * @param givingUp when it never does
     */
    void answer(String sdp, Runnable givingUp) {
        SIPResponse response = response(200, "OK", sdp);
        plumbing.replies().send(invite, response);
        repeat(() -> plumbing.edge().answerWithoutTransaction((SIPResponse) response.clone()), givingUp);
    }

    private void repeat(Runnable sending, Runnable givingUp) {
        acknowledged();
        unacknowledged = new Repetition(plumbing.timers(), call.mailbox(), sending, givingUp).begin();
    }

    /** ACK or PRACK; or nobody waits for either any more. */
    void acknowledged() {
        if (unacknowledged != null) {
            unacknowledged.stop();
            unacknowledged = null;
        }
    }

    /** A final response to the INVITE that is no success. */
    void refuse(Refusal refusal) {
        acknowledged();
        plumbing.replies().send(invite, refusal);
    }

    /** The caller's new offer within the dialog, and our answer. */
    void renegotiate(Inbound in, @Nullable MediaDialog offer, String said) throws MediaUnavailable, SdpRefused {
        SIPResponse response = Replies.build(in.request(), 200, "OK");
        response.setHeader(contact());
        if (offer != null) {
            String sdp = NobodysSdp.answerTo(said).orElseThrow(() -> new SdpRefused("no sound that could be heard"));
            content(response, connect(offer, sdp, List.of()));
        }
        plumbing.replies().send(in, response);
        if (in.method().equals(Request.INVITE)) {
            repeat(() -> plumbing.edge().answerWithoutTransaction((SIPResponse) response.clone()), () -> {});
        }
    }

    /** BYE of the platform (15.1.1). */
    void hangUp() {
        acknowledged();
        try {
            SIPRequest bye = bye(invite.request());
            Outbound outbound = plumbing.forwarding().prepare(invite, bye, back, null);
            plumbing.edge().open(outbound.request(), outbound.hop()).sendRequest();
        } catch (SipException | UnknownHostException | ParseException | InvalidArgumentException e) {
            LOG.warn("call {}: the caller could not be hung up and will find out by itself", call.id(), e);
        }
    }

    private SIPRequest bye(SIPRequest from) throws ParseException, InvalidArgumentException {
        var bye = new SIPRequest();
        bye.setMethod(Request.BYE);
        var contact = from.getContactHeader();
        Address caller = contact == null ? from.getFrom().getAddress() : contact.getAddress();
        bye.setRequestURI((URI) caller.getURI().clone());
        bye.getRequestLine().setMethod(Request.BYE);
        bye.setCallId(from.getCallId().getCallId());
        bye.setCSeq(new CSeq(1, Request.BYE));
        From us = (From) Headers.of("From", ((To) from.getTo()).getHeaderValue());
        us.setTag(tag);
        bye.setFrom(us);
        bye.setTo((To) Headers.of("To", ((From) from.getFrom()).getHeaderValue()));
        bye.setHeader(Headers.of("Max-Forwards", "70"));
        RecordRouteList recorded = from.getRecordRouteHeaders();
        if (recorded != null) {
            recorded.forEach(each -> bye.addHeader(Headers.of("Route", each.getHeaderValue())));
        }
        return bye;
    }

    private SIPResponse response(int status, String reason, String sdp) {
        SIPResponse response = invite.request().createResponse(status, reason);
        response.setToTag(tag);
        response.setHeader(contact());
        response.setHeader(Headers.of(Headers.SESSION_ID, call.id().toString()));
        content(response, sdp);
        return response;
    }

    private static void content(SIPResponse response, String sdp) {
        try {
            response.setContent(sdp, (ContentTypeHeader) Headers.of("Content-Type", "application/sdp"));
        } catch (ParseException e) {
            throw new IllegalStateException("text is never parsed", e);
        }
    }

    private Header contact() {
        CallIdentity identity = call.identity();
        var token = new RouteToken(
                identity.session(),
                identity.tenant(),
                identity.node(),
                invite.fromTag(),
                back,
                null,
                RouteToken.dialogOf(invite.callId()),
                plumbing.clock().instant());
        return plumbing.forwarding().contact(invite, token.ofPlatform());
    }
}
