package io.tapedeck.proxy.announce;

import io.tapedeck.proxy.announce.JournalFrame.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends to one segment. Not for several threads at a time, except {@link #sync}. */
final class SegmentWriter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SegmentWriter.class);

    private final Segment segment;
    private final FileChannel channel;
    private final long firstEventAt;
    private volatile boolean dirty;

    private SegmentWriter(Segment segment, FileChannel channel) {
        this.segment = segment;
        this.channel = channel;
        firstEventAt = segment.bytes();
    }

    /**
     * A new segment that begins with the open sessions. It gets its name when these are safely on the disk, so the
     * segment before it is not needed for them any more.
     */
    static SegmentWriter begin(Path folder, long firstEvent, Collection<OpenSession> open) throws IOException {
        Path fresh = folder.resolve("segment.tmp");
        FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try {
            for (OpenSession session : open) {
                write(channel, channel.position(), new JournalFrame(Kind.OPEN_SESSION, session.encoded()));
            }
            channel.force(true);
            var segment = new Segment(folder, firstEvent, channel.position());
            Files.move(fresh, segment.file(), StandardCopyOption.ATOMIC_MOVE);
            return new SegmentWriter(segment, channel);
        } catch (IOException e) {
            channel.close();
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
            write(channel, before, frame);
        } catch (IOException e) {
            channel.truncate(before);
            throw e;
        }
        segment.grown(before + frame.length());
        dirty = true;
    }

    private static void write(FileChannel channel, long position, JournalFrame frame) throws IOException {
        channel.position(position);
        ByteBuffer bytes = frame.encoded();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    void sync() {
        if (!dirty) {
            return;
        }
        dirty = false;
        try {
            channel.force(false);
        } catch (ClosedChannelException _) {
            // rotated meanwhile: closing has synced it
        } catch (IOException e) {
            log.warn("{} cannot be synced: {}", segment.file(), e.toString());
        }
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.force(false);
            channel.close();
        }
    }
}
