package io.tapedeck.capture.spool;

/**
 * In which order the pieces of a ring's memory are filled: the one that was emptied last comes first. A writer that keeps
 * up then leaves the relay with the same few pieces, which are still in the processor's cache, and a writer that is held
 * up still finds room for all. One producer, one consumer; the ring's cursors carry what they tell each other.
 */
final class RingPieces {

    static final int NONE = -1;

    private final int bits;
    private final int numberMask;
    /** By the piece's number, counted since the ring began: where it lies. */
    private final int[] places;

    /** Producer's. */
    private final int[] free;

    private int freeCount;
    private long taken;
    private long returned;

    /**
     * @param capacity a power of two
     * @param pieceBytes a power of two, less than the capacity
     */
    RingPieces(int capacity, int pieceBytes) {
        int pieces = capacity / pieceBytes;
        this.bits = Integer.numberOfTrailingZeros(pieceBytes);
        this.numberMask = pieces - 1;
        this.places = new int[pieces];
        this.free = new int[pieces];
        for (int i = pieces - 1; i >= 0; i--) {
            free[freeCount++] = i << bits;
        }
    }

    int bytes() {
        return 1 << bits;
    }

    /**
     * Producer: takes the next piece.
     *
     * @param head up to where the consumer is done
     * @return where it begins, or {@link #NONE}
     */
    int take(long head) {
        for (; returned < head >>> bits; returned++) {
            free[freeCount++] = places[(int) returned & numberMask];
        }
        if (freeCount == 0) {
            return NONE;
        }
        int place = free[--freeCount];
        places[(int) taken++ & numberMask] = place;
        return place;
    }

    /** Consumer: where that position is in memory; its piece was taken before the position was published. */
    int indexOf(long position) {
        return places[(int) (position >>> bits) & numberMask] + offset(position);
    }

    boolean isBoundary(long position) {
        return offset(position) == 0;
    }

    private int offset(long position) {
        return (int) position & bytes() - 1;
    }
}
