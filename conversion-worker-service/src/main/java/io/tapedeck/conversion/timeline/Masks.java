package io.tapedeck.conversion.timeline;

import io.tapedeck.contracts.captures.MaskedSpan;
import io.tapedeck.contracts.captures.MediaStream.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Where one party is not to be heard, as samples that are made silent on their way out. One thread. */
final class Masks {

    private final long[] from;
    private final long[] to;

    /** Of this party only. */
    Masks(List<MaskedSpan> spans, Side side, Instant zero, int rate) {
        List<MaskedSpan> own = spans.stream()
                .filter(span -> span.side() == side)
                .sorted(Comparator.comparing(MaskedSpan::from))
                .toList();
        from = own.stream().mapToLong(span -> samples(zero, span.from(), rate)).toArray();
        to = own.stream().mapToLong(span -> samples(zero, span.to(), rate)).toArray();
    }

    private static long samples(Instant zero, Instant at, int rate) {
        return SessionTime.ticks(Duration.between(zero, at).toNanos(), rate);
    }

    /**
     * Blocks may come in any order.
     *
     * @param position of the first sample
     */
    void silence(short[] samples, long position, int count) {
        for (int i = 0; i < from.length; i++) {
            long start = Math.max(from[i], position);
            long stop = Math.min(to[i], position + count);
            if (start < stop) {
                Arrays.fill(samples, (int) (start - position), (int) (stop - position), (short) 0);
            }
        }
    }
}
