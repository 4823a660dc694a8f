package io.tapedeck.proxy.announce;

import io.tapedeck.proxy.announce.JournalFrame.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Reads events from a given one on, across segments, up to what has been written. For one thread. */
final class JournalReader implements AutoCloseable {

    private final DiskJournal journal;
    private Segment segment;
    private FileChannel channel;
    private long position;
    private long event;

    JournalReader(DiskJournal journal, long fromEvent) throws IOException {
        this.journal = journal;
        segment = journal.segmentOf(fromEvent);
        channel = opened(segment);
        event = segment.firstEvent();
        while (event < fromEvent && next() != null) {
            // skips what is acknowledged
        }
    }

    /** Number of the event that {@link #next} gives. */
    long event() {
        return event;
    }

    /**
     * @return null when there is none yet
     */
    @Nullable
    JournalEntry next() throws IOException {
        while (true) {
            // asked for in this order: a segment that has a successor does not grow any more
            Segment successor = journal.segmentAfter(segment);
            JournalFrame frame = position < segment.bytes() ? JournalFrame.read(channel, position) : null;
            if (frame != null) {
                position += frame.length();
                if (frame.kind() == Kind.EVENT) {
                    event++;
                    return JournalEntry.decoded(frame.payload());
                }
            } else if (successor == null) {
                return null;
            } else {
                moveTo(successor);
            }
        }
    }

    private void moveTo(Segment successor) throws IOException {
        channel.close();
        channel = opened(successor);
        segment = successor;
        position = 0;
        event = successor.firstEvent();
    }

    private static FileChannel opened(Segment segment) throws IOException {
        return FileChannel.open(segment.file(), StandardOpenOption.READ);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
