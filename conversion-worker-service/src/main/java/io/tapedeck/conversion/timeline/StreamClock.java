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
 * tell how far the sender's clock has gone astray meanwhile.
 *
 * <p>After each anchor, packets wait for {@link #LOOK_AHEAD_NANOS} before they are given on ({@link LookAhead}): how fast the sender's
 * clock runs must be known before the first of its sound is placed. One thread.
 */
final class StreamClock {

    static final long EVIDENCE_NANOS = 200_000_000L;

    /** In which a clock is told from jitter. */
    static final long LOOK_AHEAD_NANOS = 20 * SessionTime.NANOS_PER_SECOND;

    /** Above the jitter of a usable network; a larger jump than that is heard when it is not followed. */
    private static final long LATE_MILLIS = 60;

    private static final long EARLY_MILLIS = 40;

    /** Pictures that are shown after others may be sent before them: three at 15 a second. */
    private static final long EARLY_PICTURE_MILLIS = 250;

    /** Timestamps further apart than that do not belong to one run. */
    private static final long RUN_SECONDS = 1;

    /** Who says nothing for so long may have drifted away unseen. */
    private static final long PAUSE_SECONDS = 10;

    /** No sender's clock is worse: a thousandth of the pause. */
    private static final long WORST_CLOCK = 1_000;

    /** Fewer packets after a pause may all have been delayed. */
    private static final int RESUMPTION_EVIDENCE = 5;

    /** A packet is overtaken alone, or with its neighbour. */
    private static final int MOST_OVERTAKEN = 2;

    private static final int MOST_HELD = 1_024;

    /** Takes over the packet. The position may be negative: before the recording began. */
    interface Placed {
        void accept(MediaPacket packet, double positionTicks);
    }

    private record Held(MediaPacket packet, long ticks, long offset) {}

    private final TimestampUnwrapper unwrapper = new TimestampUnwrapper();
    private final List<Held> held = new ArrayList<>();
    private final int hertz;
    private final LookAhead ahead;
    private final long lateTicks;
    private final long earlyTicks;
    private final long overtakenTicks;
    private final ClockDrift drift;
    private final PacketPool pool;
    private final TimelineTally tally;
    private final Placed next;
    private boolean anchored;
    private double anchor;
    private long lastArrival;
    private long paused;
    private boolean excused;

    StreamClock(int hertz, PacketPool pool, TimelineTally tally, Placed next) {
        this(hertz, EARLY_MILLIS, LOOK_AHEAD_NANOS, pool, tally, next);
    }

    /** Of pictures, which are placed at once: an error of some milliseconds is not seen. */
    static StreamClock ofPictures(int hertz, PacketPool pool, TimelineTally tally, Placed next) {
        return new StreamClock(hertz, EARLY_PICTURE_MILLIS, 0, pool, tally, next);
    }

    private StreamClock(
            int hertz, long earlyMillis, long lookAheadNanos, PacketPool pool, TimelineTally tally, Placed next) {
        this.hertz = hertz;
        this.ahead = new LookAhead(hertz, lookAheadNanos);
        this.lateTicks = LATE_MILLIS * hertz / 1_000;
        this.earlyTicks = earlyMillis * hertz / 1_000;
        this.overtakenTicks = SessionTime.ticks(SequenceOrder.PATIENCE_NANOS, hertz);
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
            excused = false;
            follow(packet, ticks, offset, arrival);
            return;
        }
        held.add(new Held(packet, ticks, offset));
        if (held.size() >= MOST_HELD) {
            settle();
        } else {
            advance(packet.arrivalNanos);
        }
    }

    private void follow(MediaPacket packet, long ticks, long offset, long arrival) {
        boolean waits = ahead.waits();
        place(packet, ticks, offset);
        if (waits) {
            lookBack(packet.arrivalNanos);
        } else {
            anchor = drift.follow(anchor, offset, arrival);
        }
    }

    private void place(MediaPacket packet, long ticks, long offset) {
        if (ahead.waits()) {
            drift.look(offset, ticks + offset);
            ahead.add(packet, ticks, offset);
        } else {
            next.accept(packet, ticks + anchor);
        }
    }

    private void lookBack(long nowNanos) {
        while (ahead.isDue(nowNanos)) {
            lookBack();
        }
    }

    /** The first of the runs that wait is placed; behind the last of them packets need not wait any more. */
    private void lookBack() {
        double behind = ahead.release(drift.speed(), next);
        if (!ahead.waits()) {
            anchor = behind;
        }
    }

    /** Where a packet belongs whose timestamp says nothing about its sending, such as that of an event; changes nothing. */
    long estimate(MediaPacket packet) {
        return anchored
                ? unwrapper.unwrap(packet.timestamp) + Math.round(anchor)
                : SessionTime.ticks(packet.arrivalNanos, hertz);
    }

    /** Time has passed without packets: what is held has waited long enough for one that explains it. */
    void advance(long nowNanos) {
        if (!held.isEmpty() && nowNanos - held.getFirst().packet().arrivalNanos >= EVIDENCE_NANOS) {
            settle();
        }
        lookBack(nowNanos);
    }

    /** No more packets will come. */
    void flush() {
        if (!held.isEmpty()) {
            settle();
        }
        while (ahead.waits()) {
            lookBack();
        }
    }

    private void notePause(long arrival) {
        if (anchored && arrival - lastArrival >= PAUSE_SECONDS * hertz) {
            paused = arrival - lastArrival;
        }
        lastArrival = arrival;
    }

    private boolean fits(long offset) {
        double deviation = offset - anchor;
        return deviation >= -earlyTicks && deviation <= lateTicks;
    }

    private void releaseDelayed() {
        if (held.isEmpty()) {
            return;
        }
        for (Held one : held) {
            if (one.offset() > anchor) {
                place(one.packet(), one.ticks(), one.offset());
            } else {
                discard(one);
            }
        }
        held.clear();
    }

    private void settle() {
        if (paused > 0 && held.stream().allMatch(one -> fits(one.offset()))) {
            resume();
        } else if (isDelay()) {
            excused = true;
            held.forEach(one -> place(one.packet(), one.ticks(), one.offset()));
        } else {
            anchorAnew();
        }
        held.clear();
    }

    /** The last packets before a pause came late, so none followed that fits. What comes as late again is no exception. */
    private boolean isDelay() {
        return anchored
                && !excused
                && held.size() <= MOST_OVERTAKEN
                && held.stream()
                        .map(Held::offset)
                        .allMatch(offset -> offset > anchor && offset - anchor <= overtakenTicks);
    }

    private void anchorAnew() {
        paused = 0;
        long middle = medianOffset();
        anchor = leastOffset(middle);
        anchored = true;
        tally.anchors++;
        begin();
        for (Held one : held) {
            if (belongs(one, middle)) {
                place(one.packet(), one.ticks(), one.offset());
            } else {
                discard(one);
            }
        }
    }

    /** Timestamps have gone on during the pause. */
    private void resume() {
        if (held.size() >= RESUMPTION_EVIDENCE) {
            double most = (double) paused / WORST_CLOCK;
            long least = held.stream().mapToLong(Held::offset).min().orElse(0);
            anchor = Math.clamp((double) least, anchor - most, anchor + most);
            begin();
            paused = 0;
        }
        for (Held one : held) {
            place(one.packet(), one.ticks(), one.offset());
        }
    }

    private void begin() {
        drift.restart(SessionTime.ticks(held.getLast().packet().arrivalNanos, hertz));
        ahead.begin(anchor);
    }

    private long leastOffset(long middle) {
        return held.stream()
                .filter(one -> belongs(one, middle))
                .mapToLong(Held::offset)
                .min()
                .orElse(middle);
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
