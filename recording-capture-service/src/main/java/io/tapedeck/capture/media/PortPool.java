package io.tapedeck.capture.media;

import io.tapedeck.capture.session.OutOfPortsException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;

/**
 * Port pairs, each named by its even port. A pair that was used rests before it is used again, so that late packets of
 * one call cannot reach the next.
 */
final class PortPool {

    private final Queue<Integer> free = new ArrayDeque<>();
    private final Queue<Resting> resting = new ArrayDeque<>();
    private final long restNanos;
    private final LongSupplier nanoTime;
    private long refusals;

    PortPool(PortRange range, Duration rest, LongSupplier nanoTime) {
        this.restNanos = rest.toNanos();
        this.nanoTime = nanoTime;
        for (int pair = 0; pair < range.pairs(); pair++) {
            free.add(range.first() + 2 * pair);
        }
    }

    // The monitor of the pool guards both queues: calls of different threads take and give back.

    synchronized int take() throws OutOfPortsException {
        wakeRested();
        Integer port = free.poll();
        if (port == null) {
            refusals++;
            throw new OutOfPortsException();
        }
        return port;
    }

    synchronized void giveBack(int port) {
        resting.add(new Resting(port, nanoTime.getAsLong() + restNanos));
    }

    /** A pair that nobody could use: another program has it. Tried again when all others were. */
    synchronized void putBack(int port) {
        free.add(port);
    }

    synchronized int freePairs() {
        wakeRested();
        return free.size();
    }

    /** How often there was none. */
    synchronized long refusals() {
        return refusals;
    }

    private void wakeRested() {
        long now = nanoTime.getAsLong();
        for (Resting next = resting.peek(); next != null && now - next.untilNanos() >= 0; next = resting.peek()) {
            resting.remove();
            free.add(next.port());
        }
    }

    private record Resting(int port, long untilNanos) {}
}
