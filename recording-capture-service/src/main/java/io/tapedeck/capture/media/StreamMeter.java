package io.tapedeck.capture.media;

import io.tapedeck.protocol.rtp.RtpPacketView;

/** Counts what one port receives. Loop thread only; no method allocates. */
final class StreamMeter {

    static final long NEVER = Long.MIN_VALUE;

    private final RtpMeter rtp = new RtpMeter();
    private long packets;
    private long bytes;
    private long errors;
    private long rejected;
    private long unauthentic;
    private long firstPacketNanos = NEVER;
    private long lastPacketNanos = NEVER;
    private long longestGapNanos;

    /** A packet that the port believes. */
    void heard(int length, long now) {
        if (packets++ == 0) {
            firstPacketNanos = now;
        } else {
            longestGapNanos = Math.max(longestGapNanos, now - lastPacketNanos);
        }
        bytes += length;
        lastPacketNanos = now;
    }

    /** The same packet's header, if it was RTP. */
    void heard(RtpPacketView packet, long now) {
        rtp.heard(packet.payloadType(), packet.ssrc(), packet.sequenceNumber(), packet.timestamp(), now);
    }

    /** A datagram that was refused or could not be received or sent. */
    void failed() {
        errors++;
    }

    /** A datagram from somebody whom the port does not believe. */
    void rejected() {
        rejected++;
    }

    /** A packet of an encrypted stream that no key fits. */
    void unauthentic() {
        unauthentic++;
    }

    RtpMeter rtp() {
        return rtp;
    }

    long packets() {
        return packets;
    }

    long bytes() {
        return bytes;
    }

    long errors() {
        return errors;
    }

    long rejectedPackets() {
        return rejected;
    }

    long unauthenticPackets() {
        return unauthentic;
    }

    long firstPacketNanos() {
        return firstPacketNanos;
    }

    long lastPacketNanos() {
        return lastPacketNanos;
    }

    long longestGapNanos() {
        return longestGapNanos;
    }
}
