package io.tapedeck.conversion.timeline;

import io.tapedeck.protocol.rtp.RtpPacketView;
import java.util.function.Consumer;

/**
 * One RTP source (SSRC) that is not sound: its packets in order, each at its place, found as those of sound are. Packets with the
 * same timestamp are one picture; a sender may spread them over the time to the next, so the first one's arrival counts for all.
 * One thread.
 */
public final class PacketPlacement {

    private final PacketPool pool = new PacketPool();
    private final TimelineTally tally = new TimelineTally();
    private final SequenceOrder order = new SequenceOrder(pool, tally, this::inOrder);
    private final StreamClock clock;
    private final Consumer<PlacedPacket> next;
    private boolean ordered;
    private int pictureTimestamp;
    private long pictureArrival;
    private boolean placed;
    private long nextSequence;

    /** @param hertz of the timestamps, which is that of all the source's payload types */
    public PacketPlacement(int hertz, Consumer<PlacedPacket> next) {
        this.clock = StreamClock.ofPictures(hertz, pool, tally, this::placed);
        this.next = next;
    }

    /** @param arrivalNanos since time zero of the recording */
    public void accept(RtpPacketView rtp, long arrivalNanos) {
        MediaPacket packet = pool.take();
        packet.arrivalNanos = arrivalNanos;
        packet.payloadType = rtp.payloadType();
        packet.timestamp = rtp.timestamp();
        packet.marker = rtp.marker();
        rtp.copyPayload(packet.reserve(rtp.payloadLength()), 0);
        order.offer(packet, rtp.sequenceNumber());
    }

    /** Time has passed: what others waited for too long is given up. */
    public void advance(long nowNanos) {
        order.advance(nowNanos);
        clock.advance(nowNanos);
    }

    /** No more packets will come. */
    public void flush() {
        order.flush();
        clock.flush();
    }

    /** Sequence numbers that never came. */
    public long lost() {
        return tally.lost;
    }

    private void inOrder(MediaPacket packet) {
        if (!ordered || packet.timestamp != pictureTimestamp) {
            ordered = true;
            pictureTimestamp = packet.timestamp;
            pictureArrival = packet.arrivalNanos;
        }
        packet.arrivalNanos = pictureArrival;
        clock.accept(packet);
    }

    private void placed(MediaPacket packet, double positionTicks) {
        boolean afterLoss = placed && packet.sequence != nextSequence;
        placed = true;
        nextSequence = packet.sequence + 1;
        next.accept(new PlacedPacket(
                packet.payloadType,
                packet.timestamp,
                packet.marker,
                afterLoss,
                Math.round(positionTicks),
                packet.payload,
                packet.length));
        pool.giveBack(packet);
    }
}
