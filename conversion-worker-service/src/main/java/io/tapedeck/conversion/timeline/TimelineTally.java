package io.tapedeck.conversion.timeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What was met while a time line was put together. Filled by one thread, read when it is finished. */
final class TimelineTally {

    private static final int MOST_KEYS = 10_000;

    long packets;
    long decoded;
    long undecodable;
    long rejected;
    long lost;
    long duplicates;
    long misplaced;
    long anchors;
    long overdue;
    final TreeSet<String> unknownCodecs = new TreeSet<>();

    private final List<KeyPress> keys = new ArrayList<>();

    /** Gives the key a number. A flood of them must not cost memory. */
    int addKey(KeyPress key) {
        if (keys.size() < MOST_KEYS) {
            keys.add(key);
            return keys.size() - 1;
        }
        return MOST_KEYS;
    }

    /** The key is still pressed. */
    void lengthen(int number, Duration length) {
        if (number < keys.size() && keys.get(number).length().compareTo(length) < 0) {
            KeyPress key = keys.get(number);
            keys.set(number, new KeyPress(key.side(), key.key(), key.at(), length));
        }
    }

    TimelineReport report() {
        return new TimelineReport(
                packets,
                decoded,
                undecodable,
                rejected,
                lost,
                duplicates,
                misplaced,
                anchors,
                overdue,
                unknownCodecs,
                keys);
    }
}
