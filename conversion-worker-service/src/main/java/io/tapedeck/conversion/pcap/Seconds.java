package io.tapedeck.conversion.pcap;

import java.util.Map;
import java.util.TreeMap;

/** A set of seconds since 1970: small where few are in it, however far apart. One thread. */
final class Seconds {

    /** Absurd times of damaged captures must not cost memory: two days of talk without a minute's break. */
    private static final int MOST_WORDS = 2 * 86_400 / Long.SIZE;

    private final TreeMap<Long, Long> words = new TreeMap<>();
    private final Room room;
    private long latest = Long.MIN_VALUE;

    /** As many as are put together from others. */
    Seconds() {
        this(new Room(Integer.MAX_VALUE));
    }

    /** @param room for 64 seconds at a time, shared with others */
    Seconds(Room room) {
        this.room = room;
    }

    void add(long second) {
        if (second == latest) {
            return;
        }
        latest = second;
        long word = Math.floorDiv(second, Long.SIZE);
        if (words.containsKey(word) || words.size() < MOST_WORDS && room.take()) {
            words.merge(word, 1L << second, (one, other) -> one | other); // the shift counts modulo 64
        }
    }

    void addAll(Seconds others) {
        others.words.forEach((word, bits) -> words.merge(word, bits, (one, other) -> one | other));
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    int size() {
        return words.values().stream().mapToInt(Long::bitCount).sum();
    }

    /** How many are in both. */
    int shared(Seconds others) {
        int shared = 0;
        for (Map.Entry<Long, Long> word : words.entrySet()) {
            shared += Long.bitCount(word.getValue() & others.words.getOrDefault(word.getKey(), 0L));
        }
        return shared;
    }

    /** Of a set that is not empty. */
    long first() {
        Map.Entry<Long, Long> word = words.firstEntry();
        return word.getKey() * Long.SIZE + Long.numberOfTrailingZeros(word.getValue());
    }

    /** Of a set that is not empty. */
    long last() {
        Map.Entry<Long, Long> word = words.lastEntry();
        return word.getKey() * Long.SIZE + Long.SIZE - 1 - Long.numberOfLeadingZeros(word.getValue());
    }

    /** Whether one from there to there, both included, is in it. */
    boolean anyOf(long from, long to) {
        for (long second = from; second <= to; second++) {
            long bits = words.getOrDefault(Math.floorDiv(second, Long.SIZE), 0L);
            if ((bits & 1L << second) != 0) {
                return true;
            }
        }
        return false;
    }
}
