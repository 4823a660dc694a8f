package io.tapedeck.conversion.timeline;

import java.util.Arrays;
import java.util.List;

/** The stretches of a recording that must not be heard, in samples. */
final class Silences {

    private final long[] from;
    private final long[] to;

    Silences(List<Span> spans, int rate) {
        from = spans.stream()
                .mapToLong(span -> SessionTime.ticks(span.from().toNanos(), rate))
                .toArray();
        to = spans.stream()
                .mapToLong(span -> SessionTime.ticks(span.to().toNanos(), rate))
                .toArray();
    }

    /** Clears what is silent in two blocks that begin at this position. */
    void apply(long position, short[] caller, short[] callee, int count) {
        for (int i = 0; i < from.length; i++) {
            long start = Math.max(from[i], position);
            long end = Math.min(to[i], position + count);
            if (start < end) {
                Arrays.fill(caller, (int) (start - position), (int) (end - position), (short) 0);
                Arrays.fill(callee, (int) (start - position), (int) (end - position), (short) 0);
            }
        }
    }
}
