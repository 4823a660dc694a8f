package io.tapedeck.capture.media;

/**
 * Counts by sequence number what arrived and what is missing, over all sources of a stream (RFC 3550, A.1 and A.3).
 * Other than there a duplicate does not make up for a loss. Loop thread only; no method allocates.
 */
final class SequenceCounter {

    private static final int MODULUS = 1 << 16;
    /** A longer gap is a sender that began anew, if its next packet follows (RFC 3550, A.1). */
    private static final int MAX_DROPOUT = 3_000;

    private static final int MAX_MISORDER = 100;
    /** Overtaken by more packets, a player has gone on without it: 100 ms of the commonest packet time. */
    private static final int LATE = 5;

    private static final int NOWHERE = -1;

    private boolean started;
    /** Of the present run, unwrapped. */
    private long base;

    private long highest;
    /** Which of the 64 numbers up to the highest have arrived; the highest is bit 0. */
    private long window;

    private int nextOfNewRun = NOWHERE;
    private long expectedBefore;
    private long received;
    private long reordered;
    private long duplicates;
    private long late;

    /** Another source: numbers begin anywhere. */
    void restart() {
        expectedBefore = expected();
        started = false;
    }

    void take(int sequenceNumber) {
        if (!started) {
            begin(sequenceNumber, 1);
            return;
        }
        int ahead = sequenceNumber - (int) highest & MODULUS - 1;
        if (ahead != 0 && ahead < MAX_DROPOUT) {
            advance(ahead);
        } else if (ahead != 0 && ahead <= MODULUS - MAX_MISORDER) {
            jumped(sequenceNumber);
        } else {
            fellBehind((MODULUS - ahead) % MODULUS);
        }
    }

    private void begin(int first, int packets) {
        started = true;
        base = first;
        highest = (long) first + packets - 1;
        window = (1L << packets) - 1;
        received += packets;
        nextOfNewRun = NOWHERE;
    }

    private void advance(int ahead) {
        window = ahead < Long.SIZE ? window << ahead | 1 : 1;
        highest += ahead;
        received++;
    }

    /** Two in a row make a new run; a single one is a stray. */
    private void jumped(int sequenceNumber) {
        if (sequenceNumber == nextOfNewRun) {
            restart();
            begin(sequenceNumber - 1, 2);
        } else {
            nextOfNewRun = sequenceNumber + 1 & MODULUS - 1;
        }
    }

    private void fellBehind(int behind) {
        long bit = behind < Long.SIZE ? 1L << behind : 0;
        if ((window & bit) != 0) {
            duplicates++;
            return;
        }
        window |= bit;
        received++;
        base = Math.min(base, highest - behind);
        reordered++;
        if (behind > LATE) {
            late++;
        }
    }

    /** Packets sent, as far as the numbers tell. */
    long expected() {
        return started ? expectedBefore + highest - base + 1 : expectedBefore;
    }

    long lost() {
        return Math.max(0, expected() - received);
    }

    /** Behind one that was sent later. */
    long reordered() {
        return reordered;
    }

    long duplicates() {
        return duplicates;
    }

    /** Of the reordered ones, those that came too late to be played. */
    long late() {
        return late;
    }
}
