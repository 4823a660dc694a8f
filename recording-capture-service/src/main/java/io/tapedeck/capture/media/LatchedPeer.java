package io.tapedeck.capture.media;

import io.tapedeck.capture.session.SdpWishes.Trait;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom a port believes (symmetric RTP, RFC 4961), so that nobody can take a call over by sending to its port. The
 * signalled source is believed at once and settles it. A known host, which is the signalled one or where the signalling
 * came from, has to send some packets that follow on each other. A stranger has to do so too, and soon after the
 * signalling; media is sent to him only when that time has passed without a word from the signalled source. Once settled,
 * only signalling opens it again, or where the controller allows it the party itself. Loop thread only.
 */
final class LatchedPeer {

    private static final int PROOF_OF_KNOWN_HOST = 3;
    private static final int PROOF_OF_STRANGER = 5;
    private static final int LARGEST_STEP = 16;
    private static final int MOST_FORKS = 8;

    private final long learningNanos;
    /** Of the RTP port beside this one for RTCP: where a party's RTP comes from, its RTCP may. */
    private final @Nullable LatchedPeer beside;

    private @Nullable InetSocketAddress signalled;
    private @Nullable InetAddress receivedFrom;
    private @Nullable InetSocketAddress believed;
    private boolean settled;
    private boolean onHold;
    private boolean asymmetric;
    private boolean handover;
    private boolean isOpen;
    private long openUntil;
    /** Forks of one INVITE, or the address before a move: who was signalled or believed before, while it is open. */
    private final Queue<InetSocketAddress> former = new ArrayDeque<>(0);

    private @Nullable InetSocketAddress candidate;
    private int candidateSsrc;
    private int candidateSequence;
    private int candidatePackets;

    LatchedPeer(long learningNanos, @Nullable LatchedPeer beside) {
        this.learningNanos = learningNanos;
        this.beside = beside;
    }

    /** @param address null when nothing may be sent; what was learned stays for the time after the hold */
    void aim(@Nullable InetSocketAddress address, @Nullable InetAddress from, boolean hold, long now) {
        receivedFrom = from;
        onHold = hold;
        if (hold) {
            return;
        }
        if (address == null || !address.equals(signalled)) {
            remember(signalled);
            remember(believed);
            signalled = address;
            forget();
        }
        expect(now);
    }

    /** How the controller wants the party believed, from now on. */
    void follow(Set<Trait> wanted) {
        asymmetric = wanted.contains(Trait.ASYMMETRIC) || (asymmetric && !wanted.contains(Trait.SYMMETRIC));
        handover = wanted.contains(Trait.HANDOVER) || (handover && !wanted.contains(Trait.STRICT_SOURCE));
        if (wanted.contains(Trait.RELEARN)) {
            forget();
        }
    }

    private void forget() {
        believed = null;
        candidate = null;
        settled = false;
    }

    /** The other party answered: whoever has said nothing yet may begin now. */
    void expect(long now) {
        isOpen = true;
        openUntil = now + learningNanos;
    }

    private void remember(@Nullable InetSocketAddress address) {
        if (address != null && !former.contains(address)) {
            if (former.size() == MOST_FORKS) {
                former.remove();
            }
            former.add(address);
        }
    }

    /** Where to send; null for nowhere. */
    @Nullable
    InetSocketAddress destination() {
        if (onHold) {
            return null;
        }
        InetSocketAddress heard = believed;
        if (asymmetric && signalled != null) {
            return signalled;
        }
        return heard != null && (settled || signalled == null || isKnown(heard.getAddress())) ? heard : signalled;
    }

    @Nullable
    InetSocketAddress believed() {
        return believed;
    }

    @Nullable
    InetSocketAddress signalled() {
        return signalled;
    }

    /** Whether it is still being learned who is who; a source that is refused meanwhile may be the right one. */
    boolean isLearning() {
        return isOpen && !settled;
    }

    /**
     * @param ssrc of the packet; any constant for what has none
     * @param sequence of the packet, 16 bits; -1 for what has none
     */
    boolean accepts(InetSocketAddress source, int ssrc, int sequence, long now) {
        if (settled && !isOpen && !handover) {
            return isBelieved(source);
        }
        closeWhenDue(now);
        return (settled ? isStillOrNow(source, ssrc, sequence) : learn(source, ssrc, sequence))
                || (isOpen && former.contains(source));
    }

    /** To compare two addresses looks into eight objects, which a packet of a call finds in no cache. */
    @SuppressWarnings("ReferenceEquality") // a port gives the same object for the same source: the fast way out
    private boolean isBelieved(InetSocketAddress source) {
        if (source == believed) {
            return true;
        }
        if (!source.equals(believed)) {
            return false;
        }
        believed = source; // somebody else was heard in between
        return true;
    }

    /** A party that moves goes silent where it was; who speaks beside it is somebody else. */
    private boolean isStillOrNow(InetSocketAddress source, int ssrc, int sequence) {
        if (isBelieved(source)) {
            candidate = null;
            return true;
        }
        if (!handover || followsOn(source, ssrc, sequence) < proofOfMove(source.getAddress())) {
            return false;
        }
        believe(source);
        return true;
    }

    private int proofOfMove(InetAddress host) {
        LatchedPeer rtp = beside;
        return rtp == null ? PROOF_OF_STRANGER : rtp.isHeardFrom(host) ? 1 : Integer.MAX_VALUE;
    }

    private boolean isHeardFrom(InetAddress host) {
        return believed != null && host.equals(believed.getAddress());
    }

    /** RTCP on a port for RTP: it proves nothing, so it is taken only from whom RTP was, or was to be, taken. */
    boolean acceptsBeside(InetSocketAddress source, long now) {
        closeWhenDue(now);
        return source.equals(believed) || (!settled && source.equals(signalled)) || (isOpen && former.contains(source));
    }

    private void closeWhenDue(long now) {
        if (isOpen && now - openUntil >= 0) {
            isOpen = false;
            settled = settled || believed != null;
            former.clear();
        }
    }

    private boolean learn(InetSocketAddress source, int ssrc, int sequence) {
        if (source.equals(signalled)) {
            believe(source);
            settled = true;
            return true;
        }
        if (believed != null) {
            return source.equals(believed);
        }
        if (followsOn(source, ssrc, sequence) < proofNeeded(source.getAddress())) {
            return false;
        }
        believe(source);
        settled = !isOpen;
        return true;
    }

    private void believe(InetSocketAddress source) {
        believed = source;
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

    private int proofNeeded(InetAddress host) {
        LatchedPeer rtp = beside;
        if (rtp != null && rtp.isHeardFrom(host)) {
            return 1;
        }
        if (isKnown(host)) {
            return PROOF_OF_KNOWN_HOST;
        }
        return isOpen && rtp == null ? PROOF_OF_STRANGER : Integer.MAX_VALUE;
    }

    private boolean isKnown(InetAddress host) {
        return (signalled != null && host.equals(signalled.getAddress())) || host.equals(receivedFrom);
    }
}
