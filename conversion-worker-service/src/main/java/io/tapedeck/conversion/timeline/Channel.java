package io.tapedeck.conversion.timeline;

import java.util.Arrays;

/**
 * One party's samples around the present: a ring that starts as silence, is written at any position not yet given out, and
 * given out in order. One thread.
 */
final class Channel {

    /** A hole as small as that comes from following a clock; the sample before it is held. */
    private static final int SMALLEST_GAP = 4;

    private final short[] ring;
    private final int mask;
    private long given;
    private long end;
    private long writtenTo = Long.MIN_VALUE;
    private short lastSample;

    /**
     * @param size in samples, a power of two
     */
    Channel(int size) {
        if (Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("not a power of two: " + size);
        }
        this.ring = new short[size];
        this.mask = size - 1;
    }

    /** What lies before the samples already given out, or beyond the ring, is cut off. */
    void write(long position, short[] samples, int count) {
        fillSmallGap(position);
        copy(position, samples, count);
        if (count > 0) {
            writtenTo = position + count;
            end = Math.max(end, writtenTo);
            lastSample = samples[count - 1];
        }
    }

    /** Behind the last sample written; 0 when there is none. */
    long end() {
        return end;
    }

    /** Copies the next samples and makes room for new ones. */
    void giveOut(short[] target, int count) {
        int at = (int) (given & mask);
        int first = Math.min(count, ring.length - at);
        System.arraycopy(ring, at, target, 0, first);
        System.arraycopy(ring, 0, target, first, count - first);
        Arrays.fill(ring, at, at + first, (short) 0);
        Arrays.fill(ring, 0, count - first, (short) 0);
        given += count;
    }

    private void fillSmallGap(long position) {
        long gap = writtenTo == Long.MIN_VALUE ? 0 : position - writtenTo;
        if (gap <= 0 || gap > SMALLEST_GAP) {
            return;
        }
        for (long hole = writtenTo; hole < position; hole++) {
            if (hole >= given && hole - given < ring.length) {
                ring[(int) (hole & mask)] = lastSample;
            }
        }
    }

    private void copy(long position, short[] samples, int count) {
        long from = Math.max(position, given);
        long to = Math.min(position + count, given + ring.length);
        if (from >= to) {
            return;
        }
        int source = (int) (from - position);
        int length = (int) (to - from);
        int at = (int) (from & mask);
        int first = Math.min(length, ring.length - at);
        System.arraycopy(samples, source, ring, at, first);
        System.arraycopy(samples, source + first, ring, 0, length - first);
    }
}
