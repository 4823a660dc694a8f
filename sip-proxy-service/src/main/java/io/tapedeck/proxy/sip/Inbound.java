package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.header.ViaList;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
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

    /**
     * A response to it with the way back and the sender as the request has them: the target had to repeat both (RFC 3261, 8.2.6.2),
     * and what it makes of them must not keep the sender waiting.
     */
    SIPResponse upstream(SIPResponse response) {
        var copy = (SIPResponse) response.clone();
        ViaList vias = copy.getViaHeaders();
        vias.clear();
        request.getViaHeaders().forEach(via -> vias.add((Via) via.clone()));
        if (!fromTag().equals(Headers.orEmpty(copy.getFromTag()))) {
            copy.setFrom((From) request.getFrom().clone());
        }
        return copy;
    }

    /** What a CANCEL has in common with the INVITE it is for (RFC 3261, 9.2). */
    String cancelKey() {
        Via via = request.getTopmostVia();
        String branch = via.getBranch() == null ? "" : via.getBranch().toLowerCase(Locale.ROOT);
        return branch + "|" + via.getHost() + ":" + via.getPort() + "|" + callId();
    }
}
