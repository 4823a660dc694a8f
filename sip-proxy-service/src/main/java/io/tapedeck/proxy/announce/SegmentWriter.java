package io.tapedeck.proxy.announce;

import io.tapedeck.proxy.announce.JournalFrame.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends to one segment. Not for several threads at a time, except {@link #sync}.
 *
 * <p>No channel, since an interrupt of whoever happens to write would close that for everybody.
 */
final class SegmentWriter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SegmentWriter.class);

    private final Segment segment;
    private final RandomAccessFile file;
    private final long firstEventAt;
    private volatile boolean dirty;
    private volatile boolean closed;

    private SegmentWriter(Segment segment, RandomAccessFile file) {
        this.segment = segment;
        this.file = file;
        firstEventAt = segment.bytes();
    }

    /**
     * A new segment that begins with the open sessions. It gets its name when these are safely on the disk, so the
     * segment before it is not needed for them any more.
     */
    static SegmentWriter begin(Path folder, long firstEvent, Collection<OpenSession> open) throws IOException {
        Path fresh = folder.resolve("segment.tmp");
        var file = new RandomAccessFile(fresh.toFile(), "rw");
        try {
            file.setLength(0);
            for (OpenSession session : open) {
                write(file, file.length(), new JournalFrame(Kind.OPEN_SESSION, session.encoded()));
            }
            file.getFD().sync();
            var segment = new Segment(folder, firstEvent, file.length());
            Files.move(fresh, segment.file(), StandardCopyOption.ATOMIC_MOVE);
            return new SegmentWriter(segment, file);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    Segment segment() {
        return segment;
    }

    long eventBytes() {
        return segment.bytes() - firstEventAt;
    }

    /** Writes the frame whole; when that fails the file is as before. */
    void append(JournalFrame frame) throws IOException {
        long before = segment.bytes();
        try {
            write(file, before, frame);
        } catch (IOException e) {
            file.setLength(before);
            throw e;
        }
        segment.grown(before + frame.length());
        dirty = true;
    }

    private static void write(RandomAccessFile file, long position, JournalFrame frame) throws IOException {
        ByteBuffer bytes = frame.encoded();
        file.seek(position);
        file.write(bytes.array(), bytes.arrayOffset(), bytes.remaining());
    }

    void sync() {
        if (!dirty) {
            return;
        }
        dirty = false;
        try {
            file.getFD().sync();
        } catch (IOException e) {
            if (!closed) { // otherwise rotated meanwhile: closing has synced it
                log.warn("{} cannot be synced: {}", segment.file(), e.toString());
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            file.getFD().sync();
        } finally {
            file.close();
        }
    }
}
