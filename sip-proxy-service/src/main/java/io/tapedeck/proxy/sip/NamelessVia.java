package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.header.ViaList;
import gov.nist.javax.sip.message.SIPRequest;
import org.jspecify.annotations.Nullable;

/**
 * A Via whose branch is the magic cookie and nothing else. It is written as it came, but names no transaction: the stack, which
 * finds transactions by the branch alone, would take every other such request for a repetition of the first. Without a branch
 * it compares tag, Call-ID and CSeq, as for elements of RFC 2543 (RFC 3261, 17.2.3; RFC 4475, 3.2.1).
 */
final class NamelessVia extends Via {

    private static final long serialVersionUID = 1;
    private static final String COOKIE = "z9hG4bK";

    private NamelessVia(Via via) {
        setSentProtocol(via.getSentProtocol());
        setSentBy(via.getSentBy());
        setParameters(via.getParameters());
    }

    static void putOnTop(SIPRequest request) {
        ViaList vias = request.getViaHeaders();
        Via top = request.getTopmostVia();
        if (vias != null && top != null && COOKIE.equalsIgnoreCase(top.getBranch())) {
            vias.set(0, new NamelessVia(top));
        }
    }

    @Override
    public @Nullable String getBranch() {
        return null;
    }
}
