package io.tapedeck.capture.media;

import io.tapedeck.capture.media.RelayCounters.Count;
import io.tapedeck.capture.spool.PacketRing;
import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.protocol.rtp.RtpPackets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one datagram goes through, in this order: receive (straight into the ring when it is to be kept), believe,
 * count, send on, copy, decrypt if it is SRTP, keep. Nothing here waits, locks or allocates. Loop thread only.
 */
final class PacketPath {

    /** Header and sender (RFC 3550, 6.4). */
    private static final int SHORTEST_RTCP = 8;

    /** What the first byte of a DTLS record may be, which no RTP begins with (RFC 7983, 7). */
    private static final int FIRST_DTLS = 20;

    private static final int LAST_DTLS = 63;

    private final PacketRing ring;
    private final RelayCounters counters;
    private final ByteBuffer spare = ByteBuffer.allocateDirect(PacketRing.LARGEST_PACKET);
    private final RtpPacketView rtp = new RtpPacketView();
    private final ReportReader reports = new ReportReader();
    private final PacketOpener opener;

    PacketPath(PacketRing ring, RelayCounters counters) {
        this.ring = ring;
        this.counters = counters;
        this.opener = new PacketOpener(counters, reports);
    }

    /** One datagram: receive, judge, send on, keep. */
    void onReadable(MediaPort port) {
        int slot = port.isKept() ? ring.claim() : PacketRing.NO_ROOM;
        ByteBuffer memory = slot == PacketRing.NO_ROOM ? spare : ring.memory();
        int start = slot == PacketRing.NO_ROOM ? 0 : slot;
        memory.limit(start + PacketRing.LARGEST_PACKET).position(start);
        InetSocketAddress source = receive(port, memory);
        if (source == null) {
            return;
        }
        int length = memory.position() - start;
        long now = System.nanoTime();
        boolean rtcp = length >= SHORTEST_RTCP && isRtcp(port, memory, start, length);
        if (port.carriesRtp && !rtcp && !isRtp(port, memory, start, length)) {
            passOther(port, memory, start, length, source, now);
            return;
        }
        if (!believes(port, memory, start, rtcp, source, now)) {
            port.refused(source, now);
            return;
        }
        port.cameFrom(source);
        count(port, memory, start, length, rtcp, now);
        Encryption encryption = port.encryption;
        if (encryption != null && port.carriesRtp) {
            passEncrypted(port, encryption, memory, slot, start, length, rtcp, now);
            return;
        }
        if (!rtcp && port.tones != null) {
            port.tones.hear(rtp, memory);
        }
        int passing = rtcp || port.inflow == null ? length : port.inflow.pass(rtp, memory, length, now);
        if (passing == Inflow.WITHHELD) {
            withhold(port.rtpOut);
            return;
        }
        memory.limit(start + passing).position(start);
        forward(port.outFor(rtcp || !port.isRtpPort()), memory, port, rtcp, now);
        copy(port, rtcp || !port.isRtpPort(), memory, start, passing);
        keep(port, rtcp || !port.isRtpPort() ? port.rtcpTap : port.rtpTap, slot, passing, now);
    }

    /**
     * No RTP where RTP was to come. Parties that agree on their keys by DTLS-SRTP do so on the same port (RFC 5764, 5.1.2); the
     * handshake is theirs, so it goes on and nobody else gets it. The rest means nothing.
     */
    private void passOther(
            MediaPort port, ByteBuffer memory, int start, int length, InetSocketAddress source, long now) {
        boolean handshake = isHandshake(port, memory, start, length);
        if (!handshake) {
            counters.increment(Count.MALFORMED);
        }
        if (!handshake || !counted(port, port.peer.accepts(source, 0, -1, now))) {
            port.refused(source, now);
            return;
        }
        port.cameFrom(source);
        counters.received(length);
        port.meter.heard(length, now);
        port.call.packetArrived(now);
        memory.limit(start + length).position(start);
        forward(port.outFor(!port.isRtpPort()), memory, port, false, now);
    }

    private static boolean isHandshake(MediaPort port, ByteBuffer memory, int start, int length) {
        Encryption encryption = port.encryption;
        if (encryption == null || encryption.hasKeys() || length == 0) {
            return false;
        }
        int first = memory.get(start) & 0xFF;
        return first >= FIRST_DTLS && first <= LAST_DTLS;
    }

    /** Nothing in it can be changed, so it goes on as it came or not at all; what is kept of it is in plain. */
    private void passEncrypted(
            MediaPort port,
            Encryption encryption,
            ByteBuffer memory,
            int slot,
            int start,
            int length,
            boolean rtcp,
            long now) {
        boolean onRtcp = rtcp || !port.isRtpPort();
        if (!onRtcp && port.inflow != null && port.inflow.withholds(rtp.payloadType())) {
            int _ = opener.openRtp(
                    port, encryption, rtp, memory, start, length, false, now); // keys are told all the same
            return;
        }
        memory.limit(start + length).position(start);
        forward(port.outFor(onRtcp), memory, port, rtcp, now);
        copy(port, onRtcp, memory, start, length);
        memory.limit(start + length);
        int tap = onRtcp ? port.rtcpTap : port.rtpTap;
        int plain = onRtcp
                ? opener.openRtcp(port, encryption, memory, start, length, now)
                : opener.openRtp(port, encryption, rtp, memory, start, length, tap != MediaPort.NOT_KEPT, now);
        if (plain != PacketOpener.REFUSED) {
            keep(port, tap, slot, plain, now);
        }
    }

    /** Nobody gets the packet that was just looked at. */
    private void withhold(@Nullable MediaPort out) {
        if (out != null && out.outflow != null) {
            out.outflow.withhold(rtp.ssrc(), rtp.sequenceNumber());
        }
    }

    /** A payload type of 64 to 95 with the marker looks the same; agreed on, it is RTP where the two share no port. */
    private static boolean isRtcp(MediaPort port, ByteBuffer memory, int start, int length) {
        return port.carriesRtp
                && RtpPackets.looksLikeRtcp(memory, start, length)
                && (!port.isRtpPort() || port.multiplexed || !port.meter.rtp().agreedOn(memory.get(start + 1) & 0x7F));
    }

    @SuppressWarnings("ReferenceEquality") // it is a mark, and no address is equal to it
    private @Nullable InetSocketAddress receive(MediaPort port, ByteBuffer memory) {
        try {
            InetSocketAddress source = port.socket.receive(memory);
            if (source != DatagramPort.TOO_LONG) {
                return source;
            }
            counters.increment(Count.OVERSIZED);
        } catch (IOException _) {
            // closed under our hands, or an ICMP error of an earlier packet
        }
        port.meter.failed();
        return null;
    }

    private boolean believes(
            MediaPort port, ByteBuffer memory, int start, boolean rtcp, InetSocketAddress source, long now) {
        if (!port.carriesRtp) {
            return counted(port, port.peer.accepts(source, 0, -1, now));
        }
        if (rtcp) {
            return counted(
                    port,
                    port.isRtpPort()
                            ? port.peer.acceptsBeside(source, now)
                            : port.peer.accepts(source, memory.getInt(start + 4), -1, now));
        }
        return counted(port, port.peer.accepts(source, rtp.ssrc(), rtp.sequenceNumber(), now));
    }

    /** Wraps it as well. */
    private boolean isRtp(MediaPort port, ByteBuffer memory, int start, int length) {
        return port.isRtpPort()
                && (port.encryption == null
                        ? rtp.wrap(memory, start, length)
                        : rtp.wrapEncrypted(memory, start, length));
    }

    private boolean counted(MediaPort port, boolean accepted) {
        if (!accepted) {
            port.meter.rejected();
            counters.increment(Count.FOREIGN);
        }
        return accepted;
    }

    private void count(MediaPort port, ByteBuffer memory, int start, int length, boolean rtcp, long now) {
        counters.received(length);
        port.meter.heard(length, now);
        if (rtcp) {
            if (port.encryption == null) {
                reports.read(port, memory, start, length, now);
            }
        } else if (port.carriesRtp) {
            port.meter.heard(rtp, now); // it was wrapped to be believed
        }
        port.call.packetArrived(now);
    }

    private void forward(@Nullable MediaPort out, ByteBuffer datagram, MediaPort from, boolean rtcp, long now) {
        InetSocketAddress to = out == null ? null : out.peer.destination();
        if (out == null || to == null) {
            counters.increment(Count.UNSENDABLE);
            return;
        }
        ByteBuffer leaving = out.outflow == null ? datagram : out.outflow.relayed(datagram, rtcp, now);
        if (leaving == null) {
            return; // the party hears something of ours instead
        }
        try {
            counters.increment(out.socket.send(leaving, to) ? Count.RELAYED : Count.UNSENDABLE);
        } catch (IOException | RuntimeException _) {
            from.meter.failed(); // no route, or an address that cannot be sent to: the signalling's fault, not the
            // packet's
            counters.increment(Count.UNSENDABLE);
        }
    }

    private static void copy(MediaPort port, boolean rtcp, ByteBuffer memory, int start, int length) {
        for (MediaCopy copy : port.copies) {
            InetSocketAddress to = rtcp ? copy.rtcpTo() : copy.rtpTo();
            if (to != null) {
                memory.limit(start + length).position(start);
                try {
                    boolean _ = (rtcp ? copy.rtcp() : copy.rtp()).send(memory, to);
                } catch (IOException | RuntimeException _) {
                    port.meter.failed(); // a subscriber that is gone harms nobody else
                }
            }
        }
    }

    private void keep(MediaPort port, int tap, int slot, int length, long now) {
        if (tap == MediaPort.NOT_KEPT) {
            return;
        }
        InetSocketAddress source = port.source;
        if (slot == PacketRing.NO_ROOM || source == null) {
            port.notKept++;
            counters.increment(Count.NOT_KEPT);
            return;
        }
        ring.commit(slot, length, tap, now, port.sourceAddress, source.getPort());
        port.lastKeptNanos = now;
    }
}
