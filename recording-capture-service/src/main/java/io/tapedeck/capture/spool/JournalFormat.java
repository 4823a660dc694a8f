package io.tapedeck.capture.spool;

import io.tapedeck.contracts.CaptureId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * How the journal looks on disk: frames, little endian, of records as they stood in a {@link PacketRing} or of notes.
 *
 * <pre>
 *  frame:   | magic (4) | kind (4) | body length (4) | CRC-32C (4) | position (8) | body |
 *  tap:     | 1 (1) | tap (4) | capture (16) | interface (4) | nanos from nanoTime to 1970 (8)
 *           | local port (2) | n (1) | local address, padded to 16 |
 *  covered: | 2 (1) | capture (16) | file length (8) | position (8) |
 *  opened:  | 3 (1) | capture (16) | n (4) | manifest, JSON |
 *  closed:  | 4 (1) | capture (16) |
 * </pre>
 *
 * The checksum covers kind, length, position and body. A position counts the bytes of packets since the journal began;
 * that of a record is its frame's plus its place in it. <i>Tap</i> says where the records under a number belong, from
 * here on. <i>Covered</i> says that the capture's file has, in so many bytes, all its records before that position.
 * <i>Opened</i> is what is known of a capture that is not sealed; <i>closed</i>, that no journal is needed to know it.
 */
final class JournalFormat {

    static final int MAGIC = 0x314A4454; // "TDJ1"
    static final int HEADER = 24;
    static final int PACKETS = 1;
    static final int NOTES = 2;
    static final int TAP = 1;
    static final int COVERED = 2;
    static final int OPENED = 3;
    static final int CLOSED = 4;
    static final int ADDRESS = 16;
    static final int TAP_LENGTH = 1 + 4 + 16 + 4 + 8 + 2 + 1 + ADDRESS;
    static final int COVERED_LENGTH = 1 + 16 + 8 + 8;
    /** And the manifest. */
    static final int OPENED_LENGTH = 1 + 16 + 4;

    static final int CLOSED_LENGTH = 1 + 16;
    /** Of a frame's body. */
    static final int LONGEST_BODY = 1 << 20;

    private static final int KIND_AT = 4;
    private static final int LENGTH_AT = 8;
    private static final int CHECKSUM_AT = 12;
    private static final int POSITION_AT = 16;

    private JournalFormat() {}

    static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Fills in the header of a frame with that body. */
    static void header(ByteBuffer header, int kind, long position, ByteBuffer body) {
        header.clear()
                .putInt(MAGIC)
                .putInt(kind)
                .putInt(body.remaining())
                .putInt(0)
                .putLong(position);
        header.putInt(CHECKSUM_AT, checksum(header, body)).flip();
    }

    /** @return the length of the body, or -1 when no frame begins like this */
    static int bodyLength(ByteBuffer header) {
        int length = header.getInt(LENGTH_AT);
        return header.getInt(0) == MAGIC && length >= 0 && length <= LONGEST_BODY ? length : -1;
    }

    static int kind(ByteBuffer header) {
        return header.getInt(KIND_AT);
    }

    static long position(ByteBuffer header) {
        return header.getLong(POSITION_AT);
    }

    static boolean isWhole(ByteBuffer header, ByteBuffer body) {
        return header.getInt(CHECKSUM_AT) == checksum(header, body);
    }

    private static int checksum(ByteBuffer header, ByteBuffer body) {
        var crc = new CRC32C();
        crc.update(header.slice(KIND_AT, CHECKSUM_AT - KIND_AT));
        crc.update(header.slice(POSITION_AT, HEADER - POSITION_AT));
        crc.update(body.slice());
        return (int) crc.getValue();
    }

    static void putId(ByteBuffer out, CaptureId id) {
        UUID value = id.value();
        out.putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
    }

    static CaptureId getId(ByteBuffer in) {
        return new CaptureId(new UUID(in.getLong(), in.getLong()));
    }
}
