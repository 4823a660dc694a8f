package io.tapedeck.capture.spool;

import io.tapedeck.capture.session.RingPosition;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bounded way from one relay loop to the disk writer: one producer, one consumer, no lock. The relay receives
 * straight into {@link #memory()}. A record stands in one of the memory's pieces, see {@link RingPieces}; what of a piece
 * may be too little for the next is padded.
 *
 * <pre>
 *  0       4       8               16      20    22  24              40      48
 *  | total | length | nanoTime     | tap   | port| n | address       | spare | datagram, padded to 8 |
 * </pre>
 *
 * {@code total} covers the record and is negative for padding; {@code n} is the address's length.
 */
public final class PacketRing {

    /** Jumbo frames; what is longer is cut off by the system. */
    public static final int LARGEST_PACKET = 9_216;

    public static final int NO_ROOM = -1;

    static final int HEADER = 48;

    /** Of the numbers in a record; the journal has them on disk. */
    static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    static final int LARGEST_RECORD = HEADER + LARGEST_PACKET;
    static final int LENGTH_AT = 4;
    static final int TIME_AT = 8;
    static final int TAP_AT = 16;
    static final int PORT_AT = 20;
    static final int ADDRESS_LENGTH_AT = 22;
    static final int ADDRESS_AT = 24;

    private static final VarHandle CURSORS = MethodHandles.arrayElementVarHandle(long[].class);
    /** Far apart, so that the two threads' cache lines do not meet. */
    private static final int HEAD = 16;

    private static final int TAIL = 48;

    /** A packet's room is a small part of it, and a few of them fit into the processor's cache. */
    private static final int LARGEST_PIECE = 512 * 1024;

    private final int number;
    private final int capacity;
    private final RingPieces pieces;
    /** The relay's view: it moves position and limit, which bound absolute access as well. */
    private final ByteBuffer memory;
    /** Views of their own for both threads, never limited. */
    private final ByteBuffer writing;

    private final ByteBuffer records;
    /** The consumer's view of many records. */
    private final ByteBuffer run;

    private final long[] cursors = new long[64];
    /** Producer's: written up to here, where that is in memory, and where the piece ends. */
    private long written;

    private int next;
    private int pieceEnd;
    /** Consumer's. */
    private long head;

    /**
     * @param number among the rings
     * @param bytes rounded up to a power of two
     */
    PacketRing(int number, int bytes) {
        this.number = number;
        int wanted = Math.max(bytes, 4 * LARGEST_RECORD);
        this.capacity = Integer.highestOneBit(wanted - 1) << 1;
        if (capacity <= 0) {
            throw new IllegalArgumentException("ring of " + bytes + " bytes is too large");
        }
        this.pieces = new RingPieces(capacity, Math.min(LARGEST_PIECE, capacity / 2));
        this.memory = ByteBuffer.allocateDirect(capacity).order(ORDER);
        this.writing = memory.duplicate().order(ORDER);
        this.records = memory.duplicate().order(ORDER);
        this.run = memory.duplicate().order(ORDER);
    }

    // ---- producer: the relay loop

    /** @return where the next datagram goes, with room for the largest; or {@link #NO_ROOM} */
    public int claim() {
        return pieceEnd - next >= LARGEST_RECORD || nextPiece() ? next + HEADER : NO_ROOM;
    }

    private boolean nextPiece() {
        int begin = pieces.take((long) CURSORS.getAcquire(cursors, HEAD));
        if (begin == RingPieces.NONE) {
            return false;
        }
        int left = pieceEnd - next;
        if (left > 0) {
            writing.putInt(next, -left);
            written += left;
        }
        next = begin;
        pieceEnd = begin + pieces.bytes();
        return true;
    }

    /** The producer's view; its position and limit are the producer's to set. */
    public ByteBuffer memory() {
        return memory;
    }

    /** @param offset from {@link #claim()}; the datagram stands there already */
    public void commit(int offset, int length, int tap, long nanoTime, byte[] sourceAddress, int sourcePort) {
        int record = offset - HEADER;
        int total = (HEADER + length + 7) & ~7;
        writing.putInt(record, total);
        writing.putInt(record + LENGTH_AT, length);
        writing.putLong(record + TIME_AT, nanoTime);
        writing.putInt(record + TAP_AT, tap);
        writing.putShort(record + PORT_AT, (short) sourcePort);
        writing.put(record + ADDRESS_LENGTH_AT, (byte) sourceAddress.length);
        writing.put(record + ADDRESS_AT, sourceAddress, 0, sourceAddress.length);
        next += total;
        written += total;
    }

    /** Shows the consumer what was committed; once per wake-up. */
    public void publish() {
        CURSORS.setRelease(cursors, TAIL, written);
    }

    /** Where the next record will stand; grows for ever. Publishes, so that the consumer gets there. */
    public RingPosition position() {
        publish();
        return new RingPosition(number, written);
    }

    // ---- consumer: the writer

    /** Up to where there are records. */
    long published() {
        return (long) CURSORS.getAcquire(cursors, TAIL);
    }

    /**
     * The end of the records that stand together in memory from {@link #head()} on.
     *
     * @param tail from {@link #published()}
     * @param most bytes, no less than the largest record
     * @return {@link #head()} when there are none
     */
    long endOfRun(long tail, int most) {
        passPadding(tail);
        long end = head;
        while (end < tail && (end == head || !pieces.isBoundary(end))) {
            int total = records.getInt(pieces.indexOf(end));
            if (total < 0 || end + total - head > most) {
                break;
            }
            end += total;
        }
        return end;
    }

    private void passPadding(long tail) {
        if (head < tail) {
            int total = records.getInt(pieces.indexOf(head));
            if (total < 0) {
                head -= total;
                CURSORS.setRelease(cursors, HEAD, head);
            }
        }
    }

    /** The records from {@link #head()} to there as they are in memory; good until they are drained. */
    ByteBuffer run(long end) {
        int start = pieces.indexOf(head);
        return run.limit(start + (int) (end - head)).position(start);
    }

    /** Shows each of the records from {@link #head()} to there, which stand together. */
    void visit(long end, Visitor visitor) {
        int at = pieces.indexOf(head);
        for (int last = at + (int) (end - head); at < last; at += records.getInt(at)) {
            visitor.record(at);
        }
    }

    /** The consumer's view of the memory, in which a record's place is absolute; never limited, see the class. */
    ByteBuffer records() {
        return records;
    }

    /** All up to there is consumed; the relay may write over it. */
    void release(long end) {
        head = end;
        CURSORS.setRelease(cursors, HEAD, head);
    }

    /** Consumed up to here. */
    long head() {
        return head;
    }

    public long capacity() {
        return capacity;
    }

    /** Bytes that wait for the writer; any thread. */
    public long used() {
        return (long) CURSORS.getAcquire(cursors, TAIL) - (long) CURSORS.getAcquire(cursors, HEAD);
    }

    /** What the consumer does with a record. */
    @FunctionalInterface
    interface Visitor {

        /** @param at where it stands in {@link #records()} */
        void record(int at);
    }
}
