package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.RecordRoute;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a call that was answered but cannot be connected, because the answer's SDP is of no use to the media relay. The
 * caller gets a failure, so nobody else would ever acknowledge or end the callee's side: the one place where the proxy
 * speaks for the caller.
 */
final class CalleeHangUp {

    private static final Logger LOG = LoggerFactory.getLogger(CalleeHangUp.class);

    private CalleeHangUp() {}

    static void send(Plumbing plumbing, Outbound invite, SIPResponse answer) {
        acknowledge(plumbing, invite, answer);
        try {
            long sequence = answer.getCSeq().getSeqNumber();
            SIPRequest bye = request(plumbing, invite, answer, Request.BYE, sequence + 1);
            plumbing.edge().open(bye, invite.hop()).sendRequest();
        } catch (SipException | ParseException | InvalidArgumentException e) {
            LOG.warn("a callee whose answer was unusable could not be hung up; it will find out by itself", e);
        }
    }

    /** Nothing but the ACK: what the two have agreed on before goes on. */
    static void acknowledge(Plumbing plumbing, Outbound invite, SIPResponse answer) {
        try {
            SIPRequest ack = request(
                    plumbing, invite, answer, Request.ACK, answer.getCSeq().getSeqNumber());
            plumbing.edge().sendWithoutTransaction(ack, invite.hop());
        } catch (SipException | ParseException | InvalidArgumentException e) {
            LOG.warn("an answer could not be acknowledged; who sent it will find out by itself", e);
        }
    }

    private static SIPRequest request(
            Plumbing plumbing, Outbound invite, SIPResponse answer, String method, long sequence)
            throws ParseException, InvalidArgumentException {
        var request = (SIPRequest) invite.request().clone();
        request.setMethod(method);
        request.getRequestLine().setMethod(method);
        request.setCSeq(new CSeq(sequence, method));
        request.setTo((ToHeader) answer.getTo().clone());
        request.removeContent();
        request.removeHeader("Contact");
        request.removeHeader("Record-Route");
        request.removeHeader("Route");
        if (answer.getContactHeader() != null) {
            request.setRequestURI(answer.getContactHeader().getAddress().getURI());
        }
        routesBeyondUs(plumbing, answer).forEach(route -> request.addHeader(Headers.of("Route", route)));
        String branch = invite.branch() + "-" + method.toLowerCase(Locale.ROOT);
        request.getTopmostVia().setBranch(branch);
        return request;
    }

    /** What the callee's side recorded above our own entry, nearest to us first. */
    private static List<String> routesBeyondUs(Plumbing plumbing, SIPResponse answer) {
        var routes = new ArrayList<String>();
        if (answer.getRecordRouteHeaders() == null) {
            return routes;
        }
        for (Object each : answer.getRecordRouteHeaders()) {
            if (each instanceof RecordRoute recorded) {
                if (plumbing.forwarding().isOwn(recorded.getAddress().getURI())) {
                    break;
                }
                routes.add(recorded.getHeaderValue());
            }
        }
        Collections.reverse(routes);
        return routes;
    }
}
