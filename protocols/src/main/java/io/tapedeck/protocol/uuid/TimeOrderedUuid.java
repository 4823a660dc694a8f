package io.tapedeck.protocol.uuid;

import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * UUIDs of version 7 (RFC 9562, 5.7): ids made in different milliseconds sort by age, as text and as bytes. Within one
 * millisecond the order is random.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           unix_ts_ms                          |
 * |          unix_ts_ms           |  ver  |       rand_a          |
 * |var|                        rand_b                             |
 * |                            rand_b                             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class TimeOrderedUuid {

    private static final long MAX_MILLIS = (1L << 48) - 1;
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private TimeOrderedUuid() {}

    /**
     * @param unixMillis milliseconds since 1970, 0 to 2^48-1
     * @param random one long is taken for each half; where an id must not be guessed, a {@code SecureRandom}
     * @throws IllegalArgumentException when the time does not fit into 48 bits
     */
    public static UUID of(long unixMillis, RandomGenerator random) {
        if (unixMillis < 0 || unixMillis > MAX_MILLIS) {
            throw new IllegalArgumentException("a time of 48 bits is needed, was " + unixMillis + " ms");
        }
        long high = unixMillis << 16 | VERSION | random.nextLong() & 0x0FFFL;
        long low = VARIANT | random.nextLong() >>> 2;
        return new UUID(high, low);
    }

    /** Milliseconds since 1970 at which an id of version 7 was made. */
    public static long unixMillisOf(UUID id) {
        if (id.version() != 7) {
            throw new IllegalArgumentException("not a UUID of version 7: " + id);
        }
        return id.getMostSignificantBits() >>> 16;
    }
}
