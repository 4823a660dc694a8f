package io.tapedeck.protocol.srtp;

/**
 * How often the sequence number of one source has rolled over, which no packet says (RFC 3711, 3.3.1). Follows the packets
 * that were authentic, and those that nobody looked at until one of them is.
 */
final class RollOver {

    private static final int HALF = 0x8000;
    /** A source that was authentic is looked for anew when so many packets in a row are not. */
    private static final int MOST_REFUSED = 16;
    /** Counts that one search tries while a call goes on. */
    static final int WINDOW = 8;
    /** Then the search begins anew: two months of audio, three weeks of video at 2,000 packets a second. */
    static final int LAST_TURN = 4_096;

    private int ssrc;
    private boolean started;
    private boolean proven;
    private long rollOver;
    private int highest;
    private int refused;
    private long window;

    RollOver(int ssrc) {
        begin(ssrc);
    }

    void begin(int newSsrc) {
        ssrc = newSsrc;
        started = false;
        proven = false;
        rollOver = 0;
        highest = 0;
        refused = 0;
        window = 0;
    }

    /** As after a change of keys, which resets nothing (3.3.1); some senders do, and are found. */
    RollOver carriedOver() {
        var copy = new RollOver(ssrc);
        copy.started = started;
        copy.rollOver = rollOver;
        copy.highest = highest;
        return copy;
    }

    int ssrc() {
        return ssrc;
    }

    /** Whether a packet of this source was authentic. */
    boolean isProven() {
        return proven;
    }

    /** For a packet with this sequence number (appendix A); negative before the first turn. */
    long guess(int sequence) {
        if (!started) {
            return 0;
        }
        if (highest < HALF) {
            return sequence - highest > HALF ? rollOver - 1 : rollOver;
        }
        return highest - HALF > sequence ? rollOver + 1 : rollOver;
    }

    /** The packet with this sequence number was authentic with that count. */
    void proved(long count, int sequence) {
        if (!proven || count > rollOver || refused >= MOST_REFUSED) {
            rollOver = count;
            highest = sequence;
        } else if (count == rollOver) {
            highest = Math.max(highest, sequence);
        }
        started = true;
        proven = true;
        refused = 0;
    }

    /** A packet went by that nobody looked at. */
    void passed(int sequence) {
        long count = guess(sequence);
        if (!started || count > rollOver) {
            rollOver = count;
            highest = sequence;
        } else if (count == rollOver) {
            highest = Math.max(highest, sequence);
        }
        started = true;
    }

    /** @return whether it is worth while to try other counts than the likely one on this packet */
    boolean refused() {
        refused++;
        return !proven || refused > MOST_REFUSED;
    }

    /**
     * @param counts that this search tries
     * @return the first of them; the next search goes on behind them
     */
    long searchFrom(int counts) {
        long from = window;
        window = (window + counts) % LAST_TURN;
        return from;
    }
}
