package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.message.SIPRequest;
import javax.sip.address.Hop;

/**
 * A request ready to be sent.
 *
 * @param hop where to, resolved
 */
record Outbound(SIPRequest request, Hop hop) {

    /** Names the branch: responses carry it back in their topmost Via. */
    String branch() {
        return request.getTopmostVia().getBranch();
    }
}
