package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.message.SIPMessage;
import java.util.Collections;
import java.util.ListIterator;
import javax.sip.SipException;
import javax.sip.SipStack;
import javax.sip.address.Hop;
import javax.sip.address.Router;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * Sends every request where {@link Forwarding} decided: it left the hop in the message's application data. So a request
 * can go to the flow it has to take though its request URI says something else. Public because the stack makes it by
 * name.
 */
public final class FlowRouter implements Router {

    /**
     * @param stack not needed; JAIN-SIP wants this signature
     * @param outboundProxy likewise
     */
    @SuppressWarnings("unused")
    public FlowRouter(SipStack stack, @Nullable String outboundProxy) {}

    static void direct(Request request, Hop hop) {
        ((SIPMessage) request).setApplicationData(hop);
    }

    @Override
    public @Nullable Hop getOutboundProxy() {
        return null;
    }

    @Override
    @SuppressWarnings("deprecation") // the interface still wants it
    public ListIterator<Hop> getNextHops(Request request) {
        return Collections.emptyListIterator();
    }

    @Override
    public Hop getNextHop(Request request) throws SipException {
        if (((SIPMessage) request).getApplicationData() instanceof Hop hop) {
            return hop;
        }
        throw new SipException("nobody decided where this " + request.getMethod() + " goes");
    }
}
