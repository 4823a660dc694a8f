package io.tapedeck.capture.media;

import io.tapedeck.capture.session.Playback;
import io.tapedeck.capture.session.Playback.Frame;
import io.tapedeck.capture.spool.PacketRing;
import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.protocol.rtp.RtpPackets;
import io.tapedeck.protocol.rtp.StreamSplice;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What leaves towards one party on an audio line once something of ours is in it: packets of the other party get the
 * numbers that follow on ours. They are renumbered in memory of their own, never where the recorder will find them. Loop
 * thread only.
 */
final class Outflow {

    private static final int SEQUENCE_AT = 2;
    private static final int TIMESTAMP_AT = 4;
    private static final int SSRC_AT = 8;
    private static final int MARKER = 0x80;

    /** Sender report (RFC 3550, 6.4.1). */
    private static final int SENDER_REPORT = 200;

    private static final int REPORT_SSRC_AT = 4;
    private static final int REPORT_TIMESTAMP_AT = 16;
    private static final int REPORT_LENGTH = 28;

    private final MediaPort port;
    private final RelayLoop loop;
    /** One permit for each that is playing on the node; never waited for. */
    private final Semaphore plays;

    private final StreamSplice splice;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(PacketRing.LARGEST_PACKET);
    private final RtpPacketView view = new RtpPacketView();
    private @Nullable Playout playing;
    private final KeyQueue keys;
    private boolean sourceWaited;
    private boolean markNext;

    /** @param heard what the party has heard until now; null for nothing */
    Outflow(MediaPort port, RelayLoop loop, Semaphore plays, @Nullable Inflow heard, RandomGenerator random) {
        this.port = port;
        this.loop = loop;
        this.plays = plays;
        int clock = heard == null ? 8_000 : heard.clockHertz();
        this.keys = new KeyQueue(plays, this, loop.timers());
        this.splice = new StreamSplice(random.nextInt(), random.nextInt(), random.nextInt(), clock);
        if (heard != null && heard.hasBegun() && !heard.isRestricted()) {
            splice.hasHeard(heard.ssrc(), heard.sequence(), heard.timestamp(), heard.nanos());
        }
    }

    /** @return what to send in the datagram's place; null for nothing */
    @Nullable
    ByteBuffer relayed(ByteBuffer datagram, boolean rtcp, long now) {
        if (rtcp) {
            return report(datagram);
        }
        if (!view.wrap(datagram)) {
            return datagram;
        }
        if (isInserting()) {
            withhold(view.ssrc(), view.sequenceNumber());
            return null;
        }
        if (!splice.relay(view.ssrc(), view.sequenceNumber(), view.timestamp(), now)) {
            return null;
        }
        copy(datagram);
        number();
        if (sourceWaited) {
            sourceWaited = false;
            scratch.put(1, (byte) (scratch.get(1) | MARKER));
        }
        return scratch;
    }

    /** The party does not get this packet; what follows leaves no gap. */
    void withhold(int ssrc, int sequence) {
        splice.withhold(ssrc, sequence);
        sourceWaited = true;
    }

    private void copy(ByteBuffer datagram) {
        scratch.clear().put(scratch.position(), datagram, datagram.position(), datagram.remaining());
        scratch.limit(datagram.remaining());
    }

    private void number() {
        scratch.putShort(SEQUENCE_AT, (short) splice.sequenceNumber());
        scratch.putInt(TIMESTAMP_AT, splice.timestamp());
        scratch.putInt(SSRC_AT, splice.ssrc());
    }

    /** A sender report says which RTP timestamp belongs to which time, and that has moved. */
    private ByteBuffer report(ByteBuffer datagram) {
        int start = datagram.position();
        if (datagram.remaining() < REPORT_LENGTH || (datagram.get(start + 1) & 0xFF) != SENDER_REPORT) {
            return datagram;
        }
        copy(datagram);
        if (splice.isSource(scratch.getInt(REPORT_SSRC_AT))) {
            scratch.putInt(REPORT_SSRC_AT, splice.ssrc());
            scratch.putInt(REPORT_TIMESTAMP_AT, scratch.getInt(REPORT_TIMESTAMP_AT) + splice.timestampShift());
        }
        return scratch;
    }

    private boolean isInserting() {
        return keys.areHeard() || (playing != null && playing.isHeard());
    }

    /** @return false when the node plays as much as it may already */
    boolean play(Playback playback) {
        Optional<Duration> _ = stop();
        if (!plays.tryAcquire()) {
            return false;
        }
        var next = new Playout(playback, this, loop.timers());
        playing = next;
        next.begin();
        return true;
    }

    /** @return how far it had come; empty when nothing was playing */
    Optional<Duration> stop() {
        Playout stopped = playing;
        if (stopped == null) {
            return Optional.empty();
        }
        playing = null;
        plays.release();
        return Optional.of(stopped.stop());
    }

    /** @return false when too many wait, or the node plays as much as it may already */
    boolean press(Playback key, Duration pause) {
        return keys.press(key, pause);
    }

    /** Nothing more is heard. */
    void close() {
        keys.clear();
        Optional<Duration> _ = stop();
    }

    void ended(Playout playout) {
        keys.ended(playout);
        if (playing == playout) {
            playing = null;
            plays.release();
        }
    }

    /** A round begins: when its first packet is due so that it follows in step. */
    long roundBegins(Duration frameTime) {
        markNext = true;
        return splice.dueAfter(frameTime.toNanos(), System.nanoTime());
    }

    /** One packet of ours. */
    void insert(Playout from, Frame frame, long due) {
        splice.clock(from.clockHertz());
        if (frame.isSilent() || keys.silence(from)) {
            markNext = true;
            return;
        }
        if (frame.sameInstant()) {
            splice.insertAgain(splice.timestamp());
        } else {
            splice.insert(due);
        }
        sourceWaited = true;
        scratch.clear();
        RtpPackets.write(
                scratch,
                frame.payloadType(),
                markNext,
                splice.sequenceNumber(),
                splice.timestamp(),
                splice.ssrc(),
                ByteBuffer.wrap(frame.payload()));
        markNext = false;
        scratch.flip();
        keep();
        send();
    }

    private void send() {
        InetSocketAddress to = port.peer.destination();
        if (to == null) {
            return; // on hold; it has missed this
        }
        try {
            boolean _ = port.socket.send(scratch, to);
        } catch (IOException | RuntimeException _) {
            port.meter.failed(); // no route; time goes on
        }
    }

    /** As a stream of its own, beside those of the parties. */
    private void keep() {
        if (port.playedTap == MediaPort.NOT_KEPT) {
            return;
        }
        PacketRing ring = loop.ring();
        int slot = ring.claim();
        if (slot == PacketRing.NO_ROOM) {
            port.notKept++;
            return;
        }
        ByteBuffer memory = ring.memory();
        int length = scratch.remaining();
        memory.limit(slot + length).position(slot);
        memory.put(slot, scratch, scratch.position(), length);
        long now = System.nanoTime();
        ring.commit(slot, length, port.playedTap, now, port.localAddress, port.socket.localPort());
        ring.publish();
        port.lastKeptNanos = now;
    }
}
