package io.tapedeck.protocol.pcapng;

/**
 * How the times of one interface count ({@code if_tsresol}, {@code if_tsoffset}).
 *
 * @param ticksPerSecond a power of ten or of two
 * @param offsetSeconds to be added to every time
 */
record InterfaceClock(long ticksPerSecond, long offsetSeconds) {

    /** What counts where an interface says nothing: 10^-6 s. */
    static final byte MICROSECONDS = 6;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int POWER_OF_TWO = 0x80;
    private static final int LARGEST_TWO = 62;
    private static final int LARGEST_TEN = 18;

    /**
     * @param resolution negative powers of ten, or of two when the top bit is set
     * @throws PcapngException when a tick is so short that a second of them does not fit into a long
     */
    static InterfaceClock of(byte resolution, long offsetSeconds) throws PcapngException {
        int exponent = resolution & 0x7F;
        boolean binary = (resolution & POWER_OF_TWO) != 0;
        if (exponent > (binary ? LARGEST_TWO : LARGEST_TEN)) {
            throw new PcapngException("a time resolution of " + (binary ? "2^-" : "10^-") + exponent);
        }
        return new InterfaceClock(binary ? 1L << exponent : powerOfTen(exponent), offsetSeconds);
    }

    /** Nanoseconds since 1970. Absurd times of damaged files wrap. */
    long unixNanos(long ticks) {
        if (ticksPerSecond == NANOS_PER_SECOND) {
            return ticks + offsetSeconds * NANOS_PER_SECOND;
        }
        long seconds = Long.divideUnsigned(ticks, ticksPerSecond) + offsetSeconds;
        long rest = Long.remainderUnsigned(ticks, ticksPerSecond);
        return seconds * NANOS_PER_SECOND + Math.round((double) rest / ticksPerSecond * NANOS_PER_SECOND);
    }

    private static long powerOfTen(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
