package io.tapedeck.conversion.media;

import java.util.TreeMap;

/** How many packets of a stream needed which sample rate. */
final class RateShares {

    /** So many packets, a second of most codecs, are worth a larger file. An Opus encoder begins with some in full band, for nothing. */
    private static final int ENOUGH = 50;

    /** Of a short stream fewer are. */
    private static final int ENOUGH_OF_ALL = 10;

    private final TreeMap<Integer, Integer> packets = new TreeMap<>();
    private int all;

    void add(int hertz) {
        packets.merge(hertz, 1, Integer::sum);
        all++;
    }

    /** The highest rate that enough of the packets need, in hertz. */
    int highest() {
        int needing = 0;
        for (var share : packets.descendingMap().entrySet()) {
            needing += share.getValue();
            if (needing >= ENOUGH || needing * ENOUGH_OF_ALL >= all) {
                return share.getKey();
            }
        }
        throw new IllegalStateException("nothing was added");
    }
}
