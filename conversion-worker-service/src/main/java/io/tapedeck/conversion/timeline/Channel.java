package io.tapedeck.conversion.timeline;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One party's samples around the present: a ring that starts as silence, is written at any position not yet given out, and
 * given out in order. Several voices may sound at once, as when more than one phone rings: they are mixed. One thread.
 */
final class Channel {

    /** A hole as small as that comes from following a clock; the sample before it is held. */
    private static final int SMALLEST_GAP = 4;

    private static final byte FIRST = 1;

    private final short[] ring;

    /** Which voice wrote a sample last; null while there is only the first one. Where there is silence it means nothing. */
    private byte @Nullable [] writers;

    private final int mask;
    private byte voices;
    private long given;
    private long end;

    /** One of those who may sound at once. It may write over what it has written itself. */
    final class Voice {

        private final byte id;
        private long writtenTo = Long.MIN_VALUE;
        private short lastSample;

        private Voice(byte id) {
            this.id = id;
        }

        /** What lies before the samples already given out, or beyond the ring, is cut off. */
        void write(long position, short[] samples, int count) {
            fillSmallGap(position);
            if (count > 0) {
                lay(id, position, samples, count);
                writtenTo = position + count;
                lastSample = samples[count - 1];
            }
        }

        private void fillSmallGap(long position) {
            long gap = writtenTo == Long.MIN_VALUE ? 0 : position - writtenTo;
            if (gap > 0 && gap <= SMALLEST_GAP) {
                var held = new short[(int) gap];
                Arrays.fill(held, lastSample);
                lay(id, writtenTo, held, held.length);
            }
        }
    }

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

    /** A further voice. After 127 of them the first ones' numbers are given again. */
    Voice voice() {
        voices = voices == Byte.MAX_VALUE ? FIRST : (byte) (voices + 1);
        if (voices != FIRST && writers == null) {
            writers = new byte[ring.length];
            Arrays.fill(writers, FIRST);
        }
        return new Voice(voices);
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

    private void lay(byte id, long position, short[] samples, int count) {
        long from = Math.max(position, given);
        long to = Math.min(position + count, given + ring.length);
        byte[] marks = writers;
        // From there on nobody has written yet; what the only voice has written is its own to write over.
        long fresh = marks == null ? from : Math.clamp(end, from, Math.max(from, to));
        for (long at = from; marks != null && at < fresh; at++) {
            add(marks, id, (int) (at & mask), samples[(int) (at - position)]);
        }
        if (fresh < to) {
            copy(marks, id, fresh, samples, (int) (fresh - position), (int) (to - fresh));
        }
        end = Math.max(end, position + count);
    }

    private void add(byte[] marks, byte id, int at, short sample) {
        short other = marks[at] == id ? 0 : ring[at];
        ring[at] = other == 0 || sample == 0 ? (short) (other + sample) : Mix.soft(other + sample);
        marks[at] = id;
    }

    private void copy(byte @Nullable [] marks, byte id, long position, short[] samples, int source, int length) {
        int at = (int) (position & mask);
        int first = Math.min(length, ring.length - at);
        System.arraycopy(samples, source, ring, at, first);
        System.arraycopy(samples, source + first, ring, 0, length - first);
        if (marks != null) {
            Arrays.fill(marks, at, at + first, id);
            Arrays.fill(marks, 0, length - first, id);
        }
    }
}
