package io.tapedeck.conversion.timeline;

import java.util.TreeSet;

/** What was met while a time line was put together. Filled by one thread, read when it is finished. */
final class TimelineTally {

    long packets;
    long decoded;
    long undecodable;
    long lost;
    long duplicates;
    long misplaced;
    long anchors;
    final TreeSet<String> unknownCodecs = new TreeSet<>();

    TimelineReport report() {
        return new TimelineReport(packets, decoded, undecodable, lost, duplicates, misplaced, anchors, unknownCodecs);
    }
}
