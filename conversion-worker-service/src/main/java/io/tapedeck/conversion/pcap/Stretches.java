package io.tapedeck.conversion.pcap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * When packets were captured: stretches of time with long silences between them. What a damaged time says lies far from all
 * others, and there is little of it. One thread.
 */
final class Stretches {

    /** What is nearer than that belongs together. */
    private static final long SILENCE_NANOS = 600 * 1_000_000_000L;

    /** Nobody holds the line for so long; a clock that was set did. */
    private static final long LONGEST_HOLD_NANOS = 86_400 * 1_000_000_000L;

    /** Fewer packets than that, far from all others, are none of the call. */
    private static final int BELIEVABLE = 5;

    /** Absurd times of damaged captures must not cost memory. */
    private static final int MOST = 1_000;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final List<Stretch> stretches;
    private final Room room;

    /** @param room for stretches, and for 64 seconds of one at a time, shared with others */
    Stretches(Room room) {
        this(new ArrayList<>(), room);
    }

    private Stretches(List<Stretch> stretches, Room room) {
        this.stretches = stretches;
        this.room = room;
    }

    private static final class Stretch {
        private long first;
        private long last;
        private long packets;
        private long callees;
        private final Seconds seconds;

        Stretch(long first, long last, Seconds seconds) {
            this.first = first;
            this.last = last;
            this.seconds = seconds;
        }

        Stretch ofCallee() {
            var copy = new Stretch(first, last, seconds);
            copy.packets = packets;
            copy.callees = packets;
            return copy;
        }

        /** Packets of whoever was heard less; a few are strays. */
        long ofBoth() {
            long fewer = Math.min(callees, packets - callees);
            return fewer < BELIEVABLE ? 0 : fewer;
        }

        boolean isNear(long from, long to) {
            return apart(to, first) <= SILENCE_NANOS && apart(last, from) <= SILENCE_NANOS;
        }

        /** From the end of one to the beginning of the next; times of damaged captures may be as far apart as can be. */
        private static long apart(long end, long begin) {
            return end >= begin ? 0 : begin - end < 0 ? Long.MAX_VALUE : begin - end;
        }

        void add(Stretch other) {
            first = Math.min(first, other.first);
            last = Math.max(last, other.last);
            packets += other.packets;
            callees += other.callees;
            seconds.addAll(other.seconds);
        }
    }

    void add(long unixNanos) {
        Stretch stretch = stretches.isEmpty() ? null : stretches.getLast();
        if (stretch == null || !stretch.isNear(unixNanos, unixNanos)) {
            stretch = stretches.stream()
                    .filter(one -> one.isNear(unixNanos, unixNanos))
                    .findFirst()
                    .orElse(null);
        }
        if (stretch == null) {
            if (stretches.size() >= MOST || !room.take()) {
                return;
            }
            stretch = new Stretch(unixNanos, unixNanos, new Seconds(room));
            stretches.add(stretch);
        }
        stretch.first = Math.min(stretch.first, unixNanos);
        stretch.last = Math.max(stretch.last, unixNanos);
        stretch.packets++;
        stretch.seconds.add(Math.floorDiv(unixNanos, NANOS_PER_SECOND));
    }

    /**
     * All of them together, without what cannot be true, around the time when both parties were heard most: where one's port is used
     * again, the other is not heard.
     */
    static Stretches believable(Collection<Stretches> callers, Collection<Stretches> callees) {
        List<Stretch> joined = joined(callers, callees);
        if (joined.isEmpty()) {
            return new Stretches(new Room(0));
        }
        Stretch main = joined.stream()
                .max(Comparator.comparingLong(Stretch::ofBoth).thenComparingLong(stretch -> stretch.packets))
                .orElseThrow();
        joined.removeIf(stretch -> stretch != main && stretch.packets < BELIEVABLE);
        int first = joined.indexOf(main);
        int last = first;
        while (first > 0 && Stretch.apart(joined.get(first - 1).last, joined.get(first).first) <= LONGEST_HOLD_NANOS) {
            first--;
        }
        while (last + 1 < joined.size()
                && Stretch.apart(joined.get(last).last, joined.get(last + 1).first) <= LONGEST_HOLD_NANOS) {
            last++;
        }
        return new Stretches(joined.subList(first, last + 1), new Room(0));
    }

    private static List<Stretch> joined(Collection<Stretches> callers, Collection<Stretches> callees) {
        List<Stretch> sorted = Stream.concat(
                        callers.stream().flatMap(part -> part.stretches.stream()),
                        callees.stream()
                                .flatMap(part -> part.stretches.stream())
                                .map(Stretch::ofCallee))
                .sorted(Comparator.comparingLong(stretch -> stretch.first))
                .toList();
        var joined = new ArrayList<Stretch>();
        for (Stretch stretch : sorted) {
            if (joined.isEmpty() || !joined.getLast().isNear(stretch.first, stretch.last)) {
                joined.add(new Stretch(stretch.first, stretch.last, new Seconds()));
            }
            joined.getLast().add(stretch);
        }
        return joined;
    }

    boolean contain(long unixNanos) {
        for (Stretch one : stretches) {
            if (one.first <= unixNanos && unixNanos <= one.last) {
                return true;
            }
        }
        return false;
    }

    /** 0 where there is none. */
    long firstNanos() {
        return stretches.isEmpty() ? 0 : stretches.getFirst().first;
    }

    /** 0 where there is none. */
    long lastNanos() {
        return stretches.isEmpty() ? 0 : stretches.getLast().last;
    }

    /** In which there were packets. */
    Seconds seconds() {
        var all = new Seconds();
        stretches.forEach(stretch -> all.addAll(stretch.seconds));
        return all;
    }
}
