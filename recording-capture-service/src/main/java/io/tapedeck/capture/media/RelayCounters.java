package io.tapedeck.capture.media;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What one loop did. One thread counts, any thread reads; counting costs no fence. */
public final class RelayCounters {

    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);

    private static final int BYTES = Count.values().length;

    private final long[] cells = new long[BYTES + 1];

    void increment(Count count) {
        int i = count.cell;
        CELLS.setOpaque(cells, i, (long) CELLS.getOpaque(cells, i) + 1);
    }

    void received(int bytes) {
        CELLS.setOpaque(cells, BYTES, (long) CELLS.getOpaque(cells, BYTES) + bytes);
    }

    /** UDP payload of all packets that were believed. */
    public long receivedBytes() {
        return (long) CELLS.getOpaque(cells, BYTES);
    }

    public long get(Count count) {
        return (long) CELLS.getOpaque(cells, count.cell);
    }

    /** What is counted, in packets. */
    public enum Count {
        RELAYED(0),
        /** From a source the port does not believe. */
        FOREIGN(1),
        /** Neither RTP nor RTCP on a port for these. */
        MALFORMED(2),
        /** The system could not send it, or the party is on hold. */
        UNSENDABLE(3),
        /** Relayed, but not kept for want of room in the ring. */
        NOT_KEPT(4),
        /** Longer than any packet there is room for. */
        OVERSIZED(5),
        /** SRTP that was relayed, but is neither kept nor listened to, because no key fits. */
        UNAUTHENTIC(6);

        private final int cell;

        Count(int cell) {
            this.cell = cell;
        }
    }
}
