package io.tapedeck.proxy.announce;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One record of a journal segment, big endian.
 *
 * <pre>
 *  0             4             8      9
 * +-------------+-------------+------+--------------------------+
 * | length of   | CRC-32C of  | kind | payload                  |
 * | the payload | kind+payload|      |                          |
 * +-------------+-------------+------+--------------------------+
 * </pre>
 */
record JournalFrame(Kind kind, ByteBuffer payload) {

    private static final int HEADER_BYTES = 9;
    private static final int CHECKED_FROM = 8;
    private static final int LONGEST_PAYLOAD = 16 * 1024 * 1024;

    /** What a frame holds; the byte on disk never changes its meaning. */
    enum Kind {
        /** A {@link JournalEntry} to be published. */
        EVENT((byte) 'E'),
        /** A session that was open when the segment began: time of its last sign of life, then its last entry. */
        OPEN_SESSION((byte) 'O'),
        /** The proxy was alive at this time, and so were the open sessions. */
        HEARTBEAT((byte) 'H');

        private final byte code;

        Kind(byte code) {
            this.code = code;
        }

        static @Nullable Kind of(byte code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            return null;
        }
    }

    /** Bytes on disk. */
    int length() {
        return HEADER_BYTES + payload.remaining();
    }

    ByteBuffer encoded() {
        ByteBuffer out = ByteBuffer.allocate(length());
        out.putInt(payload.remaining())
                .putInt(0)
                .put(kind.code)
                .put(payload.duplicate())
                .flip();
        return out.putInt(4, checksum(out));
    }

    /**
     * @return null when no whole and sound frame begins there
     */
    static @Nullable JournalFrame read(FileChannel file, long position) throws IOException {
        ByteBuffer header = filled(file, position, HEADER_BYTES);
        if (header == null) {
            return null;
        }
        int length = header.getInt(0);
        if (length < 0 || length > LONGEST_PAYLOAD) {
            return null;
        }
        ByteBuffer whole = filled(file, position, HEADER_BYTES + length);
        if (whole == null || whole.getInt(4) != checksum(whole)) {
            return null;
        }
        Kind kind = Kind.of(whole.get(CHECKED_FROM));
        return kind == null ? null : new JournalFrame(kind, whole.slice(HEADER_BYTES, length));
    }

    private static @Nullable ByteBuffer filled(FileChannel file, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, position + bytes.position()) < 0) {
                return null;
            }
        }
        return bytes.flip();
    }

    private static int checksum(ByteBuffer frame) {
        var crc = new CRC32C();
        crc.update(frame.slice(CHECKED_FROM, frame.limit() - CHECKED_FROM));
        return (int) crc.getValue();
    }
}
