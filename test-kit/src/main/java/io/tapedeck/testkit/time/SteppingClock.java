package io.tapedeck.testkit.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is told to go on. Safe to read from any thread. */
public final class SteppingClock extends Clock {

    private final Instant start;
    private final AtomicLong elapsedNanos;
    private final ZoneId zone;

    public SteppingClock(Instant start) {
        this(start, new AtomicLong(), ZoneOffset.UTC);
    }

    private SteppingClock(Instant start, AtomicLong elapsedNanos, ZoneId zone) {
        this.start = start;
        this.elapsedNanos = elapsedNanos;
        this.zone = zone;
    }

    /** @param step may be negative: clocks of machines jump back as well */
    public void advance(Duration step) {
        elapsedNanos.addAndGet(step.toNanos());
    }

    @Override
    public Instant instant() {
        return start.plusNanos(elapsedNanos.get());
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** The same clock seen from another zone: it advances with this one. */
    @Override
    public SteppingClock withZone(ZoneId otherZone) {
        return new SteppingClock(start, elapsedNanos, otherZone);
    }
}
