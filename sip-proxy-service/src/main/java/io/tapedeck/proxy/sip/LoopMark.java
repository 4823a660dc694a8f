package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Recognises a request that comes back with nothing changed that would send it elsewhere this time (RFC 3261, 16.3 item
 * 4; what counts, by RFC 5393, 4.2). A request that comes back with another request URI is no loop but a spiral.
 */
final class LoopMark {

    private static final int LENGTH = 8;

    private LoopMark() {}

    static String of(SIPRequest request) {
        String routing = request.getRequestURI() + "\n" + request.getFromTag() + "\n" + request.getToTag() + "\n"
                + request.getCallId().getCallId() + "\n" + request.getCSeq().getSeqNumber() + "\n"
                + Headers.values(request, "Route") + "\n" + Headers.values(request, "Proxy-Require");
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(routing.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static boolean isLoop(SIPRequest request, LocalAddresses addresses) {
        String mark = "-" + of(request);
        for (Object each : request.getViaHeaders()) {
            if (each instanceof Via via
                    && Headers.orEmpty(TransactionVia.branchOf(via)).endsWith(mark)
                    && addresses.isUs(via.getHost(), via.getPort())) {
                return true;
            }
        }
        return false;
    }
}
