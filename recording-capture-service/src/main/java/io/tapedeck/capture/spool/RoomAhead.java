package io.tapedeck.capture.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A media file that has room reserved for what comes next; see {@link FileRoom}. One thread writes. */
final class RoomAhead implements MediaOutput {

    /** Three minutes of a G.711 call: what is written at a time is a fifth of it, and seldom lies in two. */
    static final long PIECE = 4L << 20;

    /** Most calls are longer, and what a shorter one has lies in one place anyway. */
    private static final long WORTHWHILE = 512L << 10;

    private final MediaOutput output;
    private final Path file;
    private final FileRoom room;
    private long reserved;

    RoomAhead(MediaOutput output, Path file, FileRoom room) {
        this.output = output;
        this.file = file;
        this.room = room;
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
        long end = position + bytes.remaining();
        if (end > Math.max(reserved, WORTHWHILE)) {
            long from = reserved;
            reserved = Math.ceilDiv(end, PIECE) * PIECE;
            room.reserve(file, from, reserved - from);
        }
        output.write(bytes, position);
    }

    @Override
    public void truncate(long length) throws IOException {
        output.truncate(length);
        room.giveBack(file, length);
    }

    @Override
    public void sync() throws IOException {
        output.sync();
    }

    @Override
    public long copyTo(Path copy) throws IOException {
        return output.copyTo(copy);
    }

    @Override
    public void close() throws IOException {
        output.close();
    }
}
