package io.tapedeck.capture.spool;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a media file has of one stream.
 *
 * @param name of the interface in the file
 * @param bytes of its packets, with their IP and UDP headers
 * @param first arrival of the first packet; null without packets
 * @param last arrival of the last one
 */
public record StoredStream(
        int interfaceIndex,
        String name,
        long packets,
        long bytes,
        @Nullable Instant first,
        @Nullable Instant last) {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    static StoredStream silent(int interfaceIndex, String name) {
        return new StoredStream(interfaceIndex, name, 0, 0, null, null);
    }

    StoredStream plus(long unixNanos, int frameLength) {
        Instant at = Instant.ofEpochSecond(unixNanos / NANOS_PER_SECOND, unixNanos % NANOS_PER_SECOND);
        return new StoredStream(
                interfaceIndex,
                name,
                packets + 1,
                bytes + frameLength,
                first == null || at.isBefore(first) ? at : first,
                last == null || at.isAfter(last) ? at : last);
    }
}
