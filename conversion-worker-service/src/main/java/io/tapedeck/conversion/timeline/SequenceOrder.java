package io.tapedeck.conversion.timeline;

import io.tapedeck.protocol.rtp.SequenceUnwrapper;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the packets of one source into the order of their sequence numbers and drops what comes twice (RFC 3550, A.1). A
 * packet that is missing is waited for until others have been waiting for it for {@link #PATIENCE_NANOS}. One thread.
 */
final class SequenceOrder {

    /** Longer than any reordering seen on real networks, shorter than anybody would keep a jitter buffer. */
    static final long PATIENCE_NANOS = 300_000_000L;

    /** A step ahead by more than that is not loss (RFC 3550, A.1: MAX_DROPOUT). */
    private static final long LARGEST_LOSS = 3_000;

    /** A step back by more than that is not reordering (RFC 3550, A.1: MAX_MISORDER). */
    private static final long LARGEST_DISORDER = 100;

    /** So many numbers in a row, far behind, mean that the sender has started to count anew. */
    private static final int RESTART_EVIDENCE = 3;

    private static final int MOST_WAITING = 256;

    /** Takes over the packet. */
    interface Ordered {
        void accept(MediaPacket packet);
    }

    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    private final List<MediaPacket> waiting = new ArrayList<>();
    private final List<MediaPacket> restart = new ArrayList<>();
    private final PacketPool pool;
    private final TimelineTally tally;
    private final Ordered next;
    private boolean started;
    private long expected;
    private long lastDeliveryNanos;

    SequenceOrder(PacketPool pool, TimelineTally tally, Ordered next) {
        this.pool = pool;
        this.tally = tally;
        this.next = next;
    }

    void offer(MediaPacket packet, int sequenceNumber) {
        packet.sequence = unwrapper.unwrap(sequenceNumber);
        if (!started) {
            started = true;
            expected = packet.sequence;
        }
        if (packet.sequence == expected) {
            deliver(packet);
            deliverWhatFollows();
        } else if (packet.sequence > expected) {
            hold(packet);
        } else {
            late(packet);
        }
    }

    /** Gives up on packets that others have been waiting for too long. */
    void advance(long nowNanos) {
        while (!waiting.isEmpty() && (waiting.size() > MOST_WAITING || nowNanos - oldestArrival() >= PATIENCE_NANOS)) {
            skipGap();
        }
    }

    /** No more packets will come. */
    void flush() {
        while (!waiting.isEmpty()) {
            skipGap();
        }
        forgetRestart();
    }

    private void deliver(MediaPacket packet) {
        forgetRestart();
        expected = packet.sequence + 1;
        lastDeliveryNanos = packet.arrivalNanos;
        next.accept(packet);
    }

    private void deliverWhatFollows() {
        while (!waiting.isEmpty() && waiting.getFirst().sequence == expected) {
            deliver(waiting.removeFirst());
        }
    }

    private void hold(MediaPacket packet) {
        int at = waiting.size();
        while (at > 0 && waiting.get(at - 1).sequence > packet.sequence) {
            at--;
        }
        if (at > 0 && waiting.get(at - 1).sequence == packet.sequence) {
            duplicate(packet);
            return;
        }
        waiting.add(at, packet);
        advance(packet.arrivalNanos);
    }

    private long oldestArrival() {
        long oldest = Long.MAX_VALUE;
        for (MediaPacket packet : waiting) {
            oldest = Math.min(oldest, packet.arrivalNanos);
        }
        return oldest;
    }

    private void skipGap() {
        MediaPacket first = waiting.removeFirst();
        long missing = first.sequence - expected;
        if (missing > LARGEST_LOSS && lastDeliveryNanos > first.arrivalNanos) {
            tally.misplaced++; // the stream went on without it: not one of its packets
            pool.giveBack(first);
            return;
        }
        if (missing <= LARGEST_LOSS) {
            tally.lost += missing;
        }
        deliver(first);
        deliverWhatFollows();
    }

    private void late(MediaPacket packet) {
        if (expected - packet.sequence <= LARGEST_DISORDER) {
            duplicate(packet);
            return;
        }
        if (!restart.isEmpty() && packet.sequence != restart.getLast().sequence + 1) {
            forgetRestart();
        }
        restart.add(packet);
        if (restart.size() >= RESTART_EVIDENCE) {
            startAnew();
        }
    }

    private void startAnew() {
        List<MediaPacket> fresh = List.copyOf(restart);
        restart.clear();
        flush();
        fresh.forEach(this::deliver);
    }

    private void forgetRestart() {
        if (restart.isEmpty()) {
            return;
        }
        restart.forEach(this::duplicate);
        restart.clear();
    }

    private void duplicate(MediaPacket packet) {
        tally.duplicates++;
        pool.giveBack(packet);
    }
}
