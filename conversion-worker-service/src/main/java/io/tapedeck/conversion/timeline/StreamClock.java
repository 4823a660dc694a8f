package io.tapedeck.conversion.timeline;

import io.tapedeck.protocol.rtp.TimestampUnwrapper;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the packets of one RTP clock at their place on the session's clock: position = timestamp + anchor. The anchor is the
 * least delay (arrival less timestamp) among the packets of the stream's first {@link #EVIDENCE_NANOS}, because no packet
 * arrives before it is sent, and many arrive after.
 *
 * <p>A packet whose arrival disagrees with its timestamp by more than jitter explains is held back. If a packet follows that
 * fits, it was delay: what was held goes to its place. If none does for {@link #EVIDENCE_NANOS}, the sender's timestamps have
 * jumped, or stood still during a hold, and the stream is anchored anew by arrival. After a long pause the first packets together
 * tell how far the sender's clock has gone astray meanwhile. One thread.
 */
final class StreamClock {

    static final long EVIDENCE_NANOS = 200_000_000L;

    /** Above the jitter of a usable network; a larger jump than that is heard when it is not followed. */
    private static final long LATE_MILLIS = 60;

    private static final long EARLY_MILLIS = 40;

    /** Pictures that are shown after others may be sent before them: three at 15 a second. */
    static final long EARLY_PICTURE_MILLIS = 250;

    /** Timestamps further apart than that do not belong to one run. */
    private static final long RUN_SECONDS = 1;

    /** Who says nothing for so long may have drifted away unseen. */
    private static final long PAUSE_SECONDS = 10;

    /** No sender's clock is worse: a thousandth of the pause. */
    private static final long WORST_CLOCK = 1_000;

    /** Fewer packets after a pause may all have been delayed. */
    private static final int RESUMPTION_EVIDENCE = 5;

    private static final int MOST_HELD = 1_024;

    /** Takes over the packet. The position may be negative: before the recording began. */
    interface Placed {
        void accept(MediaPacket packet, long positionTicks);
    }

    private record Held(MediaPacket packet, long ticks, long offset) {}

    private final TimestampUnwrapper unwrapper = new TimestampUnwrapper();
    private final List<Held> held = new ArrayList<>();
    private final int hertz;
    private final long lateTicks;
    private final long earlyTicks;
    private final ClockDrift drift;
    private final PacketPool pool;
    private final TimelineTally tally;
    private final Placed next;
    private boolean anchored;
    private long anchor;
    private long lastArrival;
    private long paused;

    StreamClock(int hertz, PacketPool pool, TimelineTally tally, Placed next) {
        this(hertz, EARLY_MILLIS, pool, tally, next);
    }

    StreamClock(int hertz, long earlyMillis, PacketPool pool, TimelineTally tally, Placed next) {
        this.hertz = hertz;
        this.lateTicks = LATE_MILLIS * hertz / 1_000;
        this.earlyTicks = earlyMillis * hertz / 1_000;
        this.drift = new ClockDrift(hertz);
        this.pool = pool;
        this.tally = tally;
        this.next = next;
    }

    void accept(MediaPacket packet) {
        long ticks = unwrapper.unwrap(packet.timestamp);
        long arrival = SessionTime.ticks(packet.arrivalNanos, hertz);
        long offset = arrival - ticks;
        notePause(arrival);
        if (anchored && paused == 0 && fits(offset)) {
            releaseDelayed();
            next.accept(packet, ticks + anchor);
            anchor = drift.follow(anchor, offset, arrival);
            return;
        }
        held.add(new Held(packet, ticks, offset));
        if (held.size() >= MOST_HELD) {
            settle();
        } else {
            advance(packet.arrivalNanos);
        }
    }

    /** Where a packet belongs whose timestamp says nothing about its sending, such as that of an event; changes nothing. */
    long estimate(MediaPacket packet) {
        return anchored ? unwrapper.unwrap(packet.timestamp) + anchor : SessionTime.ticks(packet.arrivalNanos, hertz);
    }

    /** Time has passed without packets: what is held has waited long enough for one that explains it. */
    void advance(long nowNanos) {
        if (!held.isEmpty() && nowNanos - held.getFirst().packet().arrivalNanos >= EVIDENCE_NANOS) {
            settle();
        }
    }

    /** No more packets will come. */
    void flush() {
        if (!held.isEmpty()) {
            settle();
        }
    }

    private void notePause(long arrival) {
        if (anchored && arrival - lastArrival >= PAUSE_SECONDS * hertz) {
            paused = arrival - lastArrival;
        }
        lastArrival = arrival;
    }

    private boolean fits(long offset) {
        long deviation = offset - anchor;
        return deviation >= -earlyTicks && deviation <= lateTicks;
    }

    private void releaseDelayed() {
        if (held.isEmpty()) {
            return;
        }
        for (Held one : held) {
            if (one.offset() > anchor) {
                next.accept(one.packet(), one.ticks() + anchor);
            } else {
                discard(one);
            }
        }
        held.clear();
    }

    private void settle() {
        if (paused > 0 && held.stream().allMatch(one -> fits(one.offset()))) {
            resume();
            return;
        }
        paused = 0;
        long middle = medianOffset();
        anchor = Long.MAX_VALUE;
        for (Held one : held) {
            if (belongs(one, middle)) {
                anchor = Math.min(anchor, one.offset());
            }
        }
        anchored = true;
        tally.anchors++;
        drift.restart(anchor, SessionTime.ticks(held.getLast().packet().arrivalNanos, hertz));
        for (Held one : held) {
            if (belongs(one, middle)) {
                next.accept(one.packet(), one.ticks() + anchor);
            } else {
                discard(one);
            }
        }
        held.clear();
    }

    /** Timestamps have gone on during the pause. */
    private void resume() {
        if (held.size() >= RESUMPTION_EVIDENCE) {
            long most = paused / WORST_CLOCK;
            long least = held.stream().mapToLong(Held::offset).min().orElse(anchor);
            anchor = Math.clamp(least, anchor - most, anchor + most);
            drift.restart(anchor, SessionTime.ticks(held.getLast().packet().arrivalNanos, hertz));
            paused = 0;
        }
        for (Held one : held) {
            next.accept(one.packet(), one.ticks() + anchor);
        }
        held.clear();
    }

    private long medianOffset() {
        long[] offsets = held.stream().mapToLong(Held::offset).sorted().toArray();
        return offsets[offsets.length / 2];
    }

    private boolean belongs(Held one, long middle) {
        return Math.abs(one.offset() - middle) <= RUN_SECONDS * hertz;
    }

    private void discard(Held one) {
        tally.misplaced++;
        pool.giveBack(one.packet());
    }
}
