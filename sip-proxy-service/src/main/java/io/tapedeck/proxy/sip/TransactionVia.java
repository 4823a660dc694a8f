package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.header.ViaList;
import gov.nist.javax.sip.message.SIPRequest;
import java.text.ParseException;
import java.util.Locale;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * The topmost Via of a request as it arrived. It is written as it came, but names the transaction by more than the branch: the stack,
 * which finds transactions by that alone, would take the request of one phone for a repetition of another's that happens to have the
 * same branch, and drop it. Who sent it and the method count as well (RFC 3261, 17.2.3), and so does the Call-ID: phones behind
 * different NATs may bear the same address.
 *
 * <p>A branch that is the magic cookie and nothing else names no transaction. Without a branch the stack compares tag, Call-ID and
 * CSeq, as for elements of RFC 2543 (RFC 4475, 3.2.1).
 */
final class TransactionVia extends Via {

    private static final long serialVersionUID = 1;
    private static final String COOKIE = "z9hG4bK";

    private final @Nullable String name;

    private TransactionVia(Via via, @Nullable String name) {
        this.name = name;
        setSentProtocol(via.getSentProtocol());
        setSentBy(via.getSentBy());
        setParameters(via.getParameters());
    }

    static void putOnTop(SIPRequest request) {
        ViaList vias = request.getViaHeaders();
        Via top = request.getTopmostVia();
        if (vias == null || top == null || request.getCSeq() == null || request.getCallId() == null) {
            return;
        }
        String branch = top.getBranch();
        if (branch != null && branch.regionMatches(true, 0, COOKIE, 0, COOKIE.length())) {
            boolean bare = branch.length() == COOKIE.length();
            vias.set(0, new TransactionVia(top, bare ? null : branch + "-" + sender(request, top)));
        }
    }

    /** The same for an INVITE, its CANCEL and its ACK. */
    private static String sender(SIPRequest request, Via via) {
        String method = request.getCSeq().getMethod();
        boolean invite = method.equals(Request.ACK) || method.equals(Request.CANCEL);
        String from = via.getHost().toLowerCase(Locale.ROOT) + ":" + via.getPort() + " "
                + (invite ? Request.INVITE : method) + " " + request.getCallId().getCallId();
        return Integer.toHexString(from.hashCode());
    }

    @Override
    public @Nullable String getBranch() {
        return name;
    }

    /** The stack writes the transaction's name into each response; what the sender needs is its own branch. */
    @Override
    public void setBranch(String branch) throws ParseException {
        if (!branch.equals(name)) {
            super.setBranch(branch);
        }
    }

    /** As it is on the wire, whatever Via it is. */
    static @Nullable String branchOf(Via via) {
        return via.getParameter(Via.BRANCH);
    }
}
