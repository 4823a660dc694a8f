package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.message.SIPRequest;
import io.tapedeck.proxy.routing.Authentication;
import io.tapedeck.proxy.routing.Diversion;
import io.tapedeck.proxy.routing.Flow;
import io.tapedeck.proxy.routing.Target;
import java.net.UnknownHostException;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;

/**
 * The copies of one request for its targets.
 *
 * @param token what to record-route with, by the flow to the target; its answer null for requests that begin no dialog
 */
record TargetRequests(
        Forwarding forwarding,
        Inbound in,
        Authentication sender,
        Function<@Nullable Flow, @Nullable RouteToken> token) {

    /**
     * Routes that the sender put in beforehand end here: where a new request goes is the directory's to say, so that the
     * proxy is nobody's way to strangers.
     */
    Outbound prepare(Target target, Consumer<SIPRequest> edit) throws UnknownHostException {
        SIPRequest copy = forwarding.copy(in.request());
        copy.removeHeader("Route");
        if (sender instanceof Authentication.Device) {
            copy.removeHeader("Proxy-Authorization"); // they were for us, and are nobody else's business
            copy.removeHeader("P-Asserted-Identity"); // only who is trusted asserts (RFC 3325, 5)
            copy.removeHeader("P-Preferred-Identity");
        }
        copy.setRequestURI(Headers.sipUri(target.uri()));
        edit.accept(copy);
        for (Diversion diversion : target.diversions()) { // the last one on top (RFC 5806, 4)
            Headers.addFirst(copy, Headers.of("Diversion", text(diversion)));
        }
        return forwarding.prepare(in, copy, target.flow(), token.apply(target.flow()));
    }

    private static String text(Diversion diversion) {
        return "<sip:" + diversion.by().number() + "@" + diversion.by().domain() + ">;reason="
                + diversion.reason().text() + ";counter=1";
    }

    /** An address as it is shown to people. */
    static String plain(String uri) {
        try {
            SipURI sip = Headers.sipUri(uri);
            String host = sip.getPort() < 0 ? sip.getHost() : sip.getHost() + ":" + sip.getPort();
            return sip.getUser() == null ? "sip:" + host : "sip:" + sip.getUser() + "@" + host;
        } catch (IllegalArgumentException e) {
            return uri;
        }
    }
}
