package io.tapedeck.capture.media;

/** Counts what one port receives. Loop thread only; no method allocates. */
final class StreamMeter {

    private long packets;
    private long bytes;
    private long errors;
    private long lastPacketNanos = Long.MIN_VALUE;
    private int ssrc;

    /** A packet that the port believes. */
    void heard(int length, long now) {
        packets++;
        bytes += length;
        lastPacketNanos = now;
    }

    void heardFrom(int packetSsrc) {
        ssrc = packetSsrc;
    }

    /** A datagram that was refused or could not be received or sent. */
    void failed() {
        errors++;
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

    long lastPacketNanos() {
        return lastPacketNanos;
    }

    int ssrc() {
        return ssrc;
    }
}
