package io.tapedeck.capture.media;

import io.tapedeck.capture.session.MediaAddress;
import io.tapedeck.capture.session.StreamKey;
import io.tapedeck.capture.session.StreamStatistics;
import io.tapedeck.contracts.captures.MediaStream.Component;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One of our ports: what one party sends for one component of a media line. Loop thread only. */
final class MediaPort {

    static final int NOT_KEPT = -1;
    private static final long BETWEEN_REFUSALS = Duration.ofSeconds(10).toNanos();

    final StreamKey key;
    final DatagramPort socket;
    final RelayedMedia call;
    final LatchedPeer peer;
    private final boolean isRtpPort;
    /** Other datagrams are passed on as they are. */
    boolean carriesRtp = true;

    /** RTP and RTCP of this party share the RTP port. */
    boolean multiplexed;

    /** Ring numbers for what arrives here; RTCP may arrive on an RTP port. */
    int rtpTap = NOT_KEPT;

    int rtcpTap = NOT_KEPT;

    /** For what we play to this party. */
    int playedTap = NOT_KEPT;

    /** What its packets are encrypted with; null for RTP. */
    @Nullable
    Encryption encryption;

    /** On audio lines: what its packets are looked at for. */
    @Nullable
    Inflow inflow;

    /** On audio lines where keys are to be heard as tones; null for most calls. */
    @Nullable
    InbandKeys tones;

    /** What is sent to this party once something of ours was among it; null for most calls. */
    @Nullable
    Outflow outflow;

    /** Where packets of ours come from. */
    byte[] localAddress = new byte[4];

    byte[] sourceAddress = new byte[0];

    @Nullable
    InetSocketAddress source;

    /** Replaced as a whole, so that the packet's way only walks it. */
    MediaCopy[] copies = MediaCopy.NONE;

    final StreamMeter meter = new StreamMeter();
    private long refusalToldNanos = Long.MIN_VALUE;
    long lastKeptNanos = Long.MIN_VALUE;
    long notKept;

    /** The ports of the other party that this one's packets leave from; set once both are open. */
    @Nullable
    MediaPort rtpOut;

    @Nullable
    MediaPort rtcpOut;

    MediaPort(StreamKey key, DatagramPort socket, RelayedMedia call, LatchedPeer peer) {
        this.key = key;
        this.socket = socket;
        this.call = call;
        this.peer = peer;
        this.isRtpPort = key.component() == Component.RTP;
    }

    boolean isRtpPort() {
        return isRtpPort;
    }

    boolean isKept() {
        return rtpTap != NOT_KEPT || rtcpTap != NOT_KEPT;
    }

    /** A datagram that is not believed, or means nothing. Tells of a foreign source now and then, since it may go on. */
    void refused(InetSocketAddress from, long now) {
        meter.failed();
        boolean due = refusalToldNanos == Long.MIN_VALUE || now - refusalToldNanos >= BETWEEN_REFUSALS;
        if (due && !peer.isLearning() && !from.equals(peer.believed())) {
            refusalToldNanos = now;
            call.sourceRefused(key.side(), addressOf(from));
        }
    }

    /**
     * What arrives here from now on is encrypted, so none of it can be changed: what changed it ends.
     *
     * @param wanted null: it is not
     */
    void encrypt(@Nullable Encryption wanted) {
        encryption = wanted;
        if (wanted != null && tones != null) {
            tones.block(false);
        }
        MediaPort other = rtpOut;
        if (wanted != null && isRtpPort && other != null && other.outflow != null) {
            other.outflow.close();
            other.outflow = null;
            if (other.rtcpOut != null) {
                other.rtcpOut.outflow = null;
            }
        }
    }

    /** Whether somebody has to be told what is in a packet of this type, recorded or not. */
    boolean listensTo(int payloadType) {
        return tones != null || inflow != null && inflow.isEvent(payloadType);
    }

    /** Which port of the other side a packet leaves from. */
    @Nullable
    MediaPort outFor(boolean rtcp) {
        MediaPort rtp = rtpOut;
        return rtcp && carriesRtp && (rtp == null || !rtp.multiplexed) ? rtcpOut : rtp;
    }

    /** Remembers the bytes of the source's address, so that keeping a packet allocates nothing. */
    @SuppressWarnings("ReferenceEquality") // the channel gives the same object for the same source: the fast way out
    void cameFrom(InetSocketAddress address) {
        if (address != source) {
            if (!address.equals(source)) {
                sourceAddress = address.getAddress().getAddress();
            }
            source = address;
        }
    }

    StreamStatistics statistics(long now) {
        return new StreamStatistics(
                key,
                socket.localPort(),
                addressOrNull(peer.believed()),
                addressOrNull(peer.signalled()),
                meter.packets(),
                meter.bytes(),
                meter.errors(),
                meter.rejectedPackets(),
                meter.unauthenticPackets(),
                meter.firstPacketNanos(),
                meter.lastPacketNanos(),
                Duration.ofNanos(meter.longestGapNanos()),
                meter.rtp().ssrc(),
                meter.rtp().reception(now));
    }

    private static @Nullable MediaAddress addressOrNull(@Nullable InetSocketAddress address) {
        return address == null ? null : addressOf(address);
    }

    private static MediaAddress addressOf(InetSocketAddress address) {
        return new MediaAddress(address.getAddress().getHostAddress(), address.getPort());
    }
}
