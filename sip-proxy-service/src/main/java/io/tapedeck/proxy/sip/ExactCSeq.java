package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.message.SIPMessage;
import java.util.Locale;

/**
 * A CSeq whose method is written as it came. The stack writes all methods in capitals, but they are case-sensitive (RFC 3261,
 * 7.1), so the sender of another one would not know its response again (RFC 4475, 3.1.1.2).
 */
final class ExactCSeq extends CSeq {

    private static final long serialVersionUID = 1;

    private ExactCSeq(CSeq cseq) {
        super(cseq.getSeqNumber(), cseq.getMethod());
    }

    static void putInto(SIPMessage message) {
        if (message.getCSeq() instanceof CSeq cseq
                && !cseq.getMethod().equals(cseq.getMethod().toUpperCase(Locale.ROOT))) {
            message.setCSeq(new ExactCSeq(cseq));
        }
    }

    @Override
    public StringBuilder encodeBody(StringBuilder buffer) {
        return buffer.append(getSeqNumber()).append(' ').append(getMethod());
    }
}
