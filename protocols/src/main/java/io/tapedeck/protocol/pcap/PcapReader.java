package io.tapedeck.protocol.pcap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pcap file piece by piece, in either byte order, with micro- or nanoseconds
 * (draft-ietf-opsawg-pcap).
 *
 * <pre>
 * file:   | magic | major (2), minor (2) | reserved (8) | snap length | FCS (4 bits), link type |  24 bytes
 * record: | seconds | fraction | captured length | original length | frame ...                  |  16 bytes + frame
 * </pre>
 *
 * <p>Not safe for use by several threads.
 */
public final class PcapReader {

    /** More than any interface captures; a larger record is damage. */
    public static final int LONGEST_FRAME = 1 << 18;

    private static final int MICROSECONDS = 0xa1b2c3d4;
    private static final int NANOSECONDS = 0xa1b23c4d;
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int LINK_TYPE_BITS = 0x0fff_ffff;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private @Nullable ByteOrder order;
    private long nanosPerUnit;
    private int linkType;

    /**
     * @param unixNanos arrival time in nanoseconds since 1970, whatever the resolution of the file
     * @param frame the captured bytes, a slice of the reader's input; copy what must outlive it
     */
    public record Frame(int linkType, long unixNanos, ByteBuffer frame) {}

    /** Whether a file that begins with these four bytes is one for this reader. */
    public static boolean recognizes(ByteBuffer start) {
        return start.remaining() >= Integer.BYTES && orderOf(bigEndian(start)) != null;
    }

    /**
     * Reads one record at the buffer's position and moves it behind.
     *
     * @return null when the buffer holds no whole record; fill it and ask again
     * @throws PcapException when this is not pcap; the position stays before the damage
     */
    public @Nullable Frame next(ByteBuffer in) throws PcapException {
        if (order == null && !readFileHeader(in)) {
            return null;
        }
        if (in.remaining() < RECORD_HEADER) {
            return null;
        }
        int at = in.position();
        int captured = word(in, at + 8);
        if (captured < 0 || captured > LONGEST_FRAME) {
            throw new PcapException("a record of " + Integer.toUnsignedString(captured) + " bytes");
        }
        if (in.remaining() < RECORD_HEADER + captured) {
            return null;
        }
        long nanos = Integer.toUnsignedLong(word(in, at)) * NANOS_PER_SECOND
                + Integer.toUnsignedLong(word(in, at + 4)) * nanosPerUnit;
        in.position(at + RECORD_HEADER + captured);
        return new Frame(linkType, nanos, in.slice(at + RECORD_HEADER, captured));
    }

    private boolean readFileHeader(ByteBuffer in) throws PcapException {
        if (in.remaining() < FILE_HEADER) {
            return false;
        }
        int magic = bigEndian(in);
        order = orderOf(magic);
        if (order == null) {
            throw new PcapException("no pcap file: it begins with " + Integer.toHexString(magic));
        }
        int at = in.position();
        nanosPerUnit = word(in, at) == NANOSECONDS ? 1 : 1_000;
        linkType = word(in, at + 20) & LINK_TYPE_BITS;
        in.position(at + FILE_HEADER);
        return true;
    }

    private static @Nullable ByteOrder orderOf(int magic) {
        return switch (magic) {
            case MICROSECONDS, NANOSECONDS -> ByteOrder.BIG_ENDIAN;
            case 0xd4c3b2a1, 0x4d3cb2a1 -> ByteOrder.LITTLE_ENDIAN;
            default -> null;
        };
    }

    private int word(ByteBuffer in, int at) {
        int bits = in.order() == ByteOrder.BIG_ENDIAN ? in.getInt(at) : Integer.reverseBytes(in.getInt(at));
        return order == ByteOrder.BIG_ENDIAN ? bits : Integer.reverseBytes(bits);
    }

    private static int bigEndian(ByteBuffer in) {
        int bits = in.getInt(in.position());
        return in.order() == ByteOrder.BIG_ENDIAN ? bits : Integer.reverseBytes(bits);
    }
}
