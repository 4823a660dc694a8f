package io.tapedeck.proxy.sip;

import gov.nist.core.Separators;
import gov.nist.javax.sip.SIPConstants;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.sip.message.Request;

/**
 * What was answered to requests other than INVITE that came as datagrams, for as long as they may be repeated: their server
 * transactions (RFC 3261, 17.2.2). Timer J is 32 s, and each of the stack's own transactions holds the request and the response as
 * objects for so long; of thousands of them the collector copied more than of all calls. Here they are the bytes of the response.
 * Any thread.
 */
final class Answers {

    /** Timer J, 64*T1. What was answered is kept for once to twice as long. */
    static final Duration LIFETIME = Duration.ofSeconds(32);

    /** In each half. A flood of more makes old ones go earlier; those who repeat them are then served again. */
    private static final int MOST = 100_000;

    private static final byte[] NONE = {};

    /** @param number one more each time that the old half was forgotten */
    private record Halves(long number, ConcurrentMap<String, byte[]> fresh, ConcurrentMap<String, byte[]> old) {}

    private final int most;
    private volatile Halves halves = new Halves(0, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());

    Answers() {
        this(MOST);
    }

    Answers(int most) {
        this.most = most;
    }

    /**
     * The name of the request's transaction (17.2.3); empty when it is left to the stack: INVITE, ACK, CANCEL, what came over a
     * connection, from senders of RFC 2543, or is to be answered elsewhere ({@code maddr}).
     */
    static Optional<String> keyOf(SIPRequest request) {
        Via via = request.getTopmostVia();
        boolean invites = switch (request.getMethod()) {
            case Request.INVITE, Request.ACK, Request.CANCEL -> true;
            default -> false;
        };
        if (invites
                || via.getBranch() == null
                || via.getMAddr() != null
                || !via.getTransport().equalsIgnoreCase("UDP")) {
            return Optional.empty();
        }
        String branch = via.getBranch().toLowerCase(Locale.ROOT);
        return branch.startsWith(SIPConstants.BRANCH_MAGIC_COOKIE_LOWER_CASE)
                ? Optional.of(branch + Separators.SP + via.getSentBy() + Separators.SP + request.getMethod())
                : Optional.empty();
    }

    /**
     * @return the answer when the request has come before, without content while there is none; empty when it has not, in which case
     *     it is known from now on
     */
    Optional<byte[]> begin(String key) {
        Halves now = halves;
        if (now.fresh().size() >= most) {
            forgetOld(now);
            now = halves;
        }
        byte[] known = now.old().get(key);
        return Optional.ofNullable(known == null ? now.fresh().putIfAbsent(key, NONE) : known);
    }

    /** @return whether this is the first final response, as far as is known; further ones are to be discarded (17.2.2) */
    boolean settle(String key, byte[] response) {
        Halves now = halves;
        byte[] known = now.old().get(key);
        if (known == null) {
            return now.fresh().replace(key, NONE, response) || now.fresh().putIfAbsent(key, response) == null;
        }
        if (known.length > 0 || now.fresh().putIfAbsent(key, response) != null) {
            return false;
        }
        now.old().remove(key, NONE); // behind: a repetition meanwhile finds one of them
        return true;
    }

    /** To be called every {@link #LIFETIME}. */
    void forgetOld() {
        forgetOld(halves);
    }

    /** Once, whoever else finds them so. */
    private synchronized void forgetOld(Halves seen) { // guards the change of halves
        if (halves.number() == seen.number()) {
            halves = new Halves(seen.number() + 1, new ConcurrentHashMap<>(), seen.fresh());
        }
    }

    int size() {
        Halves now = halves;
        return now.fresh().size() + now.old().size();
    }
}
