package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.List;
import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.header.Header;

/** What a request has to fulfil before the proxy looks at where it goes (RFC 3261, 16.3). */
final class RequestGate {

    private final LocalAddresses addresses;

    RequestGate(LocalAddresses addresses) {
        this.addresses = addresses;
    }

    Optional<Refusal> check(SIPRequest request) {
        if (!(request.getRequestURI() instanceof SipURI uri) || uri.isSecure()) {
            return refuse(416, "Unsupported URI Scheme");
        }
        if (request.getMaxForwards() != null && request.getMaxForwards().getMaxForwards() <= 0) {
            return refuse(483, "Too Many Hops");
        }
        if (LoopMark.isLoop(request, addresses)) {
            return refuse(482, "Loop Detected");
        }
        return unsupported(request);
    }

    /** The proxy knows no extension that a client could require of it. */
    private static Optional<Refusal> unsupported(SIPRequest request) {
        List<String> required = Headers.values(request, "Proxy-Require");
        if (required.isEmpty()) {
            return Optional.empty();
        }
        List<Header> named =
                required.stream().map(tag -> Headers.of("Unsupported", tag)).toList();
        return Optional.of(new Refusal(420, "Bad Extension", named));
    }

    /** Whether the request is for the proxy itself: no user, our address. */
    boolean isForUs(SIPRequest request) {
        return request.getRequestURI() instanceof SipURI uri
                && (uri.getUser() == null || uri.getUser().isEmpty())
                && addresses.isUs(uri);
    }

    private static Optional<Refusal> refuse(int statusCode, String reason) {
        return Optional.of(new Refusal(statusCode, reason));
    }
}
