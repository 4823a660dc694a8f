package io.tapedeck.protocol.rtp;

/**
 * Numbers the packets that one listener gets from two sources in turn, what is relayed to it and what is inserted, so that it hears
 * one stream: one SSRC, sequence numbers without a gap, timestamps that follow real time (RFC 3550, 5.1).
 *
 * <p>Where the relayed source goes on after an insertion on its own clock, its timestamps are kept as they are; a packet from the
 * time that the insertion has already filled is withheld. Times are in nanoseconds of any clock. Not thread-safe.
 */
public final class StreamSplice {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** How far a source's clock may be off what is expected before it counts as another one. */
    private static final long LARGEST_DRIFT_NANOS = 500_000_000L;

    /** Of the packet sent last. */
    private int ssrc;

    private int sequence;
    private int timestamp;
    private long sentNanos;
    private boolean begun;

    private int sourceSsrc;
    private int newestOfSource;
    private int firstOfSource;
    private int sequenceShift;
    private int timestampShift;
    private boolean sourceKnown;
    private boolean sourceGoesOn;

    private int clockHertz;
    private int outSequence;
    private int outTimestamp;

    /**
     * A stream that nothing was sent on yet; the numbers are for the case that the insertion comes first.
     *
     * @param ssrc random, as is the rest (RFC 3550, 5.1)
     */
    public StreamSplice(int ssrc, int sequence, int timestamp, int clockHertz) {
        this.ssrc = ssrc;
        this.sequence = sequence & 0xFFFF;
        this.timestamp = timestamp;
        this.clockHertz = clockHertz;
    }

    /** The listener has heard the source until now, as it came; this was its newest packet. */
    public void hasHeard(int packetSsrc, int packetSequence, int packetTimestamp, long atNanos) {
        ssrc = packetSsrc;
        sequence = packetSequence & 0xFFFF;
        timestamp = packetTimestamp;
        sentNanos = atNanos;
        begun = true;
        sourceSsrc = packetSsrc;
        newestOfSource = sequence;
        firstOfSource = sequence - 0x4000 & 0xFFFF; // older ones that were overtaken may still come
        sequenceShift = 0;
        timestampShift = 0;
        sourceKnown = true;
        sourceGoesOn = true;
    }

    /** Of what is sent from now on. */
    public void clock(int hertz) {
        clockHertz = hertz;
    }

    /**
     * Gives numbers to a packet of the source.
     *
     * @return false when the listener must not get it: its time has been filled, or it was overtaken by the insertion
     */
    public boolean relay(int packetSsrc, int packetSequence, int packetTimestamp, long now) {
        boolean known = sourceKnown && packetSsrc == sourceSsrc;
        if (known && sourceGoesOn) {
            if (isBefore(packetSequence, firstOfSource)) {
                return false;
            }
        } else if (!resume(known, packetSsrc, packetSequence, packetTimestamp, now)) {
            return false;
        }
        outSequence = packetSequence + sequenceShift & 0xFFFF;
        outTimestamp = packetTimestamp + timestampShift;
        if (!isBefore(packetSequence, newestOfSource)) {
            newestOfSource = packetSequence & 0xFFFF;
            sent(outSequence, outTimestamp, now);
        }
        return true;
    }

    private boolean resume(boolean known, int packetSsrc, int packetSequence, int packetTimestamp, long now) {
        if (known && isBefore(packetSequence, newestOfSource)) {
            return false;
        }
        int expected = timestamp + ticks(now - sentNanos);
        int natural = packetTimestamp + timestampShift;
        if (begun && known && Math.abs((long) natural - expected) <= ticks(LARGEST_DRIFT_NANOS)) {
            if (natural - timestamp <= 0) {
                newestOfSource = packetSequence & 0xFFFF;
                return false;
            }
        } else {
            timestampShift = (begun ? later(expected) : timestamp) - packetTimestamp;
        }
        sequenceShift = sequence + 1 - packetSequence;
        sourceSsrc = packetSsrc;
        firstOfSource = packetSequence & 0xFFFF;
        newestOfSource = firstOfSource;
        sourceKnown = true;
        sourceGoesOn = true;
        return true;
    }

    private int later(int expected) {
        return expected - timestamp <= 0 ? timestamp + 1 : expected;
    }

    /** The listener does not get this packet of the source; the next one follows on the last one it got. */
    public void withhold(int packetSsrc, int packetSequence) {
        if (sourceKnown && packetSsrc == sourceSsrc && !isBefore(packetSequence, newestOfSource)) {
            newestOfSource = packetSequence & 0xFFFF;
        }
        sourceGoesOn = false;
    }

    /** When the first packet of an insertion is due, so that it follows on the last one in step. */
    public long dueAfter(long frameNanos, long now) {
        return begun ? Math.max(now, sentNanos + frameNanos) : now;
    }

    /** Gives numbers to an inserted packet that is due at that time. The source waits until it is relayed again. */
    public void insert(long dueNanos) {
        sourceGoesOn = false;
        outSequence = sequence + 1 & 0xFFFF;
        outTimestamp = begun ? later(timestamp + ticks(dueNanos - sentNanos)) : timestamp;
        sent(outSequence, outTimestamp, dueNanos);
    }

    /** Gives numbers to one more packet for the same instant as the last one: events repeat their beginning (RFC 4733, 2.5.1.2). */
    public void insertAgain(int sameTimestamp) {
        sourceGoesOn = false;
        outSequence = sequence + 1 & 0xFFFF;
        outTimestamp = sameTimestamp;
        sequence = outSequence;
    }

    private void sent(int newSequence, int newTimestamp, long at) {
        sequence = newSequence;
        timestamp = newTimestamp;
        sentNanos = at;
        begun = true;
    }

    /** Of the packet that was given numbers last, as are the others. */
    public int sequenceNumber() {
        return outSequence;
    }

    public int timestamp() {
        return outTimestamp;
    }

    public int ssrc() {
        return ssrc;
    }

    /** What has to be added to a timestamp of the source, in its sender reports too. */
    public int timestampShift() {
        return timestampShift;
    }

    /** Whether a report about this SSRC is one about the source. */
    public boolean isSource(int reportedSsrc) {
        return sourceKnown && reportedSsrc == sourceSsrc;
    }

    private int ticks(long nanos) {
        return (int) Math.round((double) nanos * clockHertz / NANOS_PER_SECOND);
    }

    private static boolean isBefore(int a, int b) {
        return (short) (a - b) < 0;
    }
}
