package io.tapedeck.protocol.srtp;

/** The roll-over counters of all sources under one key. Allocates for a new source only. */
final class RollOvers {

    /** A party has one source on a line, and a few over time. */
    private static final int MOST_SOURCES = 64;

    private final RollOver[] sources = new RollOver[MOST_SOURCES];
    private int count;
    private int oldest;
    private RollOver last = new RollOver(0);

    RollOvers() {
        sources[count++] = last;
    }

    RollOvers(RollOvers before) {
        this();
        for (int i = 0; i < before.count; i++) {
            sources[i] = before.sources[i].carriedOver();
        }
        count = before.count;
        last = sources[0];
    }

    RollOver of(int ssrc) {
        RollOver found = last;
        if (found.ssrc() != ssrc) {
            found = find(ssrc);
            last = found;
        }
        return found;
    }

    private RollOver find(int ssrc) {
        for (int i = 0; i < count; i++) {
            if (sources[i].ssrc() == ssrc) {
                return sources[i];
            }
        }
        if (count < MOST_SOURCES) {
            sources[count] = new RollOver(ssrc);
            return sources[count++];
        }
        RollOver replaced = leastKnown();
        replaced.begin(ssrc);
        return replaced;
    }

    /** Strangers come and go before one is forgotten that was real. */
    private RollOver leastKnown() {
        for (int i = 0; i < MOST_SOURCES; i++) {
            if (!sources[i].isProven()) {
                return sources[i];
            }
        }
        oldest = (oldest + 1) % MOST_SOURCES;
        return sources[oldest];
    }
}
