package io.tapedeck.capture.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whom a port believes (symmetric RTP, RFC 4961). The signalled source is believed at once. Another one, as it comes
 * through NAT, has to send several packets that follow on each other; for a short time after that the signalled source
 * still wins. Then it is settled until signalling gives another address. Loop thread only.
 */
final class LatchedPeer {

    /** From the signalled host, or from where the signalling came. */
    private static final int PROOF_OF_KNOWN_HOST = 3;
    /** From anywhere: the usual phone behind NAT whose controller does not say where it is. */
    private static final int PROOF_OF_STRANGER = 5;

    private static final int LARGEST_STEP = 16;

    private final long learningNanos;
    private @Nullable InetSocketAddress signalled;
    private @Nullable InetAddress receivedFrom;
    private @Nullable InetSocketAddress believed;
    private boolean settled;
    private boolean onHold;
    private long believedSince;

    private @Nullable InetSocketAddress candidate;
    private int candidateSsrc;
    private int candidateSequence;
    private int candidatePackets;

    LatchedPeer(long learningNanos) {
        this.learningNanos = learningNanos;
    }

    /** @param address null when nothing may be sent; what was learned stays for the time after the hold */
    void aim(@Nullable InetSocketAddress address, @Nullable InetAddress from, boolean hold) {
        receivedFrom = from;
        onHold = hold;
        if (hold || (address != null && address.equals(signalled))) {
            return;
        }
        signalled = address;
        believed = null;
        candidate = null;
        settled = false;
    }

    /** Where to send; null for nowhere. */
    @Nullable
    InetSocketAddress destination() {
        if (onHold) {
            return null;
        }
        return believed != null ? believed : signalled;
    }

    @Nullable
    InetSocketAddress believed() {
        return believed;
    }

    @Nullable
    InetSocketAddress signalled() {
        return signalled;
    }

    /**
     * @param ssrc of the packet; any constant for what has none
     * @param sequence of the packet, 16 bits; -1 for what has none
     */
    boolean accepts(InetSocketAddress source, int ssrc, int sequence, long now) {
        if (settled) {
            return source.equals(believed);
        }
        return learn(source, ssrc, sequence, now);
    }

    private boolean learn(InetSocketAddress source, int ssrc, int sequence, long now) {
        if (source.equals(signalled)) {
            believe(source, now);
            settled = true;
            return true;
        }
        if (believed != null) {
            settled = now - believedSince >= learningNanos;
            return source.equals(believed);
        }
        if (followsOn(source, ssrc, sequence) < proofNeeded(source)) {
            return false;
        }
        believe(source, now);
        return true;
    }

    private void believe(InetSocketAddress source, long now) {
        believed = source;
        believedSince = now;
        candidate = null;
    }

    /** @return packets of this source that follow on each other, this one included */
    private int followsOn(InetSocketAddress source, int ssrc, int sequence) {
        int step = sequence < 0 ? 1 : (sequence - candidateSequence) & 0xFFFF;
        boolean same = source.equals(candidate) && ssrc == candidateSsrc && step >= 1 && step <= LARGEST_STEP;
        candidatePackets = same ? candidatePackets + 1 : 1;
        candidate = source;
        candidateSsrc = ssrc;
        candidateSequence = sequence;
        return candidatePackets;
    }

    private int proofNeeded(InetSocketAddress source) {
        InetAddress host = source.getAddress();
        boolean known = (signalled != null && host.equals(signalled.getAddress())) || host.equals(receivedFrom);
        return known ? PROOF_OF_KNOWN_HOST : PROOF_OF_STRANGER;
    }
}
