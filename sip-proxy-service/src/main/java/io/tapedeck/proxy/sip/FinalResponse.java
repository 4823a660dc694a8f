package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.message.SIPResponse;
import java.text.ParseException;
import java.util.List;

/** The response that is chosen among the final ones of several targets. */
final class FinalResponse {

    private static final List<String> CHALLENGES = List.of("WWW-Authenticate", "Proxy-Authenticate");

    private FinalResponse() {}

    static SIPResponse of(SIPResponse best, int status) {
        if (best.getStatusCode() != status) {
            try {
                best.setStatusCode(status);
                best.setReasonPhrase(SIPResponse.getReasonPhrase(status));
            } catch (ParseException e) {
                throw new IllegalArgumentException("no status: " + status, e);
            }
        }
        return best;
    }

    /** The caller shall be able to answer the challenges of all targets at once (RFC 3261, 16.7 step 7). */
    static void collectChallenges(SIPResponse response, Branch best, List<Branch> branches) {
        for (Branch other : branches) {
            if (other == best || other.response == null || (other.status != 401 && other.status != 407)) {
                continue;
            }
            for (String name : CHALLENGES) {
                Headers.values(other.response, name).forEach(value -> response.addHeader(Headers.of(name, value)));
            }
        }
    }
}
