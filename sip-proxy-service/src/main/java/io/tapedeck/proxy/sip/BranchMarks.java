package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.header.Via;
import io.tapedeck.proxy.routing.ProxyKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Branch ids that the proxy knows again without keeping them, also after a restart.
 *
 * <pre>
 *  z9hG4bK | random, or made of the Via below, 16 hex digits | HMAC over it and the Via below, 16 hex digits | - | loop mark
 * </pre>
 *
 * The Via below is where a response goes next, so a branch that somebody has seen leads nobody's response elsewhere. Safe
 * for any thread.
 */
final class BranchMarks {

    private static final String COOKIE = "z9hG4bK";
    private static final int RANDOM_DIGITS = 16;
    private static final int MAC_BYTES = 8;
    private static final int HEAD = COOKIE.length() + RANDOM_DIGITS;

    private final byte[] key;

    BranchMarks(byte[] key) {
        this.key = key.clone();
    }

    /**
     * @param below topmost Via of the request as it arrived
     */
    String next(Via below, String loopMark) {
        return with(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()), below, loopMark);
    }

    /**
     * For what is forwarded without a transaction: the same branch for the same Via below, so that the next element takes a
     * repetition for one (RFC 3261, 16.11).
     */
    String repeatable(Via below, String loopMark) {
        return with(mac("repeatable", below), below, loopMark);
    }

    private String with(String random, Via below, String loopMark) {
        return COOKIE + random + mac(random, below) + "-" + loopMark;
    }

    boolean isOwn(String branch, Via below) {
        if (branch.length() < HEAD + 2 * MAC_BYTES) {
            return false;
        }
        String random = branch.substring(COOKIE.length(), HEAD);
        String claimed = branch.substring(HEAD, HEAD + 2 * MAC_BYTES);
        return MessageDigest.isEqual(bytes(claimed), bytes(mac(random, below)));
    }

    private String mac(String random, Via below) {
        String where = below.getTransport() + " " + below.getHost() + ":" + below.getPort() + " "
                + below.getParameter(Via.RECEIVED) + ":" + below.getParameter(Via.RPORT) + " "
                + below.getParameter(Via.MADDR) + " " + TransactionVia.branchOf(below);
        return HexFormat.of().formatHex(ProxyKeys.hmac(key, bytes(random + " " + where)), 0, MAC_BYTES);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
