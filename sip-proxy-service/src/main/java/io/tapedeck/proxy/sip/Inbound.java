package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import io.tapedeck.proxy.routing.Flow;
import java.util.Locale;
import javax.sip.ServerTransaction;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;

/**
 * A request as it arrived. It is never edited; what goes on is a copy.
 *
 * @param transaction null for ACK, which is never answered, and where {@link Answers} are kept instead
 * @param source where it came from on the wire
 */
record Inbound(SIPRequest request, @Nullable ServerTransaction transaction, Flow source) {

    String method() {
        return request.getMethod();
    }

    String callId() {
        return request.getCallId().getCallId();
    }

    String fromTag() {
        return Headers.orEmpty(request.getFromTag());
    }

    String toTag() {
        return Headers.orEmpty(request.getToTag());
    }

    String fromUser() {
        return request.getFrom().getAddress().getURI() instanceof SipURI uri ? Headers.orEmpty(uri.getUser()) : "";
    }

    String fromDisplayName() {
        return Headers.orEmpty(request.getFrom().getAddress().getDisplayName());
    }

    String toUser() {
        return request.getTo().getAddress().getURI() instanceof SipURI uri ? Headers.orEmpty(uri.getUser()) : "";
    }

    /** User part of the Referred-By (RFC 3892); empty when there is none. */
    String referredBy() {
        return Headers.values(request, "Referred-By").stream()
                .findFirst()
                .map(Headers::userIn)
                .orElse("");
    }

    /** What a CANCEL has in common with the INVITE it is for (RFC 3261, 9.2). */
    String cancelKey() {
        Via via = request.getTopmostVia();
        String branch = via.getBranch() == null ? "" : via.getBranch().toLowerCase(Locale.ROOT);
        return branch + "|" + via.getHost() + ":" + via.getPort() + "|" + callId();
    }
}
