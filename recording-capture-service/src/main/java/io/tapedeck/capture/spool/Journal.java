package io.tapedeck.capture.spool;

import io.tapedeck.contracts.CaptureId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One file for the packets of all calls, written in the order they came and synced as one: what a killed process or a
 * power cut leaves of the packets that are not in their captures' files yet. A new segment begins now and then; it
 * stands alone, so that the ones before it can go once the captures' files have all that is in them.
 *
 * <p>Writer thread only, but for {@link #sync}, {@link #removeBefore} and {@link #close}.
 */
final class Journal implements AutoCloseable {

    private static final String SUFFIX = ".journal";
    private static final int NOTES_BUFFER = 256 * 1024;
    /** Of a manifest that it takes; longer ones are synced by themselves. */
    static final int LONGEST_MANIFEST = NOTES_BUFFER / 2;

    private static final String NO_SEGMENT = "no segment is open";

    private final Path directory;
    private final MediaOutput.Opener opener;
    private final ByteBuffer header = JournalFormat.buffer(JournalFormat.HEADER);
    private final ByteBuffer notes = JournalFormat.buffer(NOTES_BUFFER);
    /** Written to the end, but not synced. */
    private final Queue<MediaOutput> complete = new ConcurrentLinkedQueue<>();

    private volatile @Nullable MediaOutput segment;
    private volatile boolean unsynced;
    private volatile JournalState state = JournalState.IDLE;
    private int number;
    private long length;
    private long position;

    /** @param directory of this process alone; made when it is needed */
    Journal(Path directory, MediaOutput.Opener opener) {
        this.directory = directory;
        this.opener = opener;
    }

    Path directory() {
        return directory;
    }

    boolean isOpen() {
        return segment != null;
    }

    /** Any thread. */
    JournalState state() {
        return state;
    }

    /** Begins a segment; its first notes have to name every tap in use and what the files cover. */
    void open() throws IOException {
        makeDirectories();
        number++;
        length = 0;
        notes.clear();
        segment = opener.open(fileOf(number));
        SpoolDirectory.sync(directory);
        state = JournalState.WRITING;
    }

    /** Not the spool itself: where that is gone, perhaps with its disk, nothing must be put in its place. */
    private void makeDirectories() throws IOException {
        for (Path one : List.of(Objects.requireNonNull(directory.getParent()), directory)) {
            if (!Files.isDirectory(one)) {
                Files.createDirectory(one);
            }
        }
    }

    /**
     * Ends the segment.
     *
     * @return the number that the next one will have
     */
    int end() {
        MediaOutput ended = segment;
        if (ended != null) {
            segment = null;
            complete.add(ended);
        }
        return number + 1;
    }

    /** Ends a segment that takes nothing more. */
    void fail() {
        state = JournalState.FAILING;
        int _ = end();
    }

    /** @return the position of the first of these records, whether they could be written or not */
    long position(ByteBuffer records) {
        long first = position;
        position += records.remaining();
        return first;
    }

    /** @param first from {@link #position(ByteBuffer)} */
    void append(ByteBuffer records, long first) throws IOException {
        flushNotes();
        write(JournalFormat.PACKETS, first, records);
    }

    void tap(int tapNumber, Tap tap) throws IOException {
        if (makeRoom(JournalFormat.TAP_LENGTH)) {
            notes.put((byte) JournalFormat.TAP).putInt(tapNumber);
            JournalFormat.putId(notes, tap.file.id());
            notes.putInt(tap.interfaceIndex).putLong(tap.file.unixNanos(0)).putShort((short) tap.localPort);
            notes.put((byte) tap.localAddress.length).put(tap.localAddress);
            notes.position(notes.position() + JournalFormat.ADDRESS - tap.localAddress.length);
        }
    }

    void covered(CaptureId id, long fileLength, long before) throws IOException {
        if (makeRoom(JournalFormat.COVERED_LENGTH)) {
            notes.put((byte) JournalFormat.COVERED);
            JournalFormat.putId(notes, id);
            notes.putLong(fileLength).putLong(before);
        }
    }

    /** What is known of an open capture; a segment has to be open. {@link #flush()} gives it to the kernel. */
    void opened(CaptureId id, byte[] manifest) throws IOException {
        if (!makeRoom(JournalFormat.OPENED_LENGTH + manifest.length)) {
            throw new IOException(NO_SEGMENT);
        }
        notes.put((byte) JournalFormat.OPENED);
        JournalFormat.putId(notes, id);
        notes.putInt(manifest.length).put(manifest);
    }

    /** The capture is known without the journal, or is gone. */
    void closed(CaptureId id) throws IOException {
        if (makeRoom(JournalFormat.CLOSED_LENGTH)) {
            notes.put((byte) JournalFormat.CLOSED);
            JournalFormat.putId(notes, id);
        }
    }

    /** Gives the notes to the kernel that wait for packets to go with. */
    void flush() throws IOException {
        if (segment != null) {
            flushNotes();
        }
    }

    private boolean makeRoom(int bytes) throws IOException {
        if (segment == null) {
            return false; // the next segment begins with all of it
        }
        if (notes.remaining() < bytes) {
            flushNotes();
        }
        return true;
    }

    private void flushNotes() throws IOException {
        if (notes.position() > 0) {
            write(JournalFormat.NOTES, position, notes.flip());
            notes.clear();
        }
    }

    private void write(int kind, long first, ByteBuffer body) throws IOException {
        MediaOutput out = segment;
        if (out == null) {
            throw new IOException(NO_SEGMENT);
        }
        int bytes = JournalFormat.HEADER + body.remaining();
        JournalFormat.header(header, kind, first, body);
        out.write(header, length);
        out.write(body, length + JournalFormat.HEADER);
        length += bytes;
        unsynced = true;
    }

    /** Any one thread: everything appended so far outlives a power cut. */
    void sync() throws IOException {
        MediaOutput current = segment;
        for (MediaOutput ended = complete.peek(); ended != null; ended = complete.peek()) {
            ended.sync();
            ended.close();
            complete.remove();
        }
        if (current != null && unsynced) {
            unsynced = false;
            current.sync();
        }
    }

    /** Any one thread: these segments have nothing that is not safe elsewhere. */
    void removeBefore(int first) throws IOException {
        for (Path file : segments(directory)) {
            if (numberOf(file) < first) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Path fileOf(int segmentNumber) {
        return directory.resolve(String.format(Locale.ROOT, "%08d", segmentNumber) + SUFFIX);
    }

    private static int numberOf(Path segment) {
        String name = segment.getFileName().toString();
        return Integer.parseInt(name.substring(0, name.length() - SUFFIX.length()));
    }

    /** Removes a journal of which nothing is needed any more. */
    static void remove(Path directory) throws IOException {
        for (Path segment : segments(directory)) {
            Files.deleteIfExists(segment);
        }
        Files.deleteIfExists(directory);
    }

    /** In the order they were written. */
    static List<Path> segments(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d+\\" + SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    /** After the writer thread has ended. */
    @Override
    public void close() throws IOException {
        end();
        List<IOException> failures = new ArrayList<>();
        for (MediaOutput out = complete.poll(); out != null; out = complete.poll()) {
            try {
                out.close();
            } catch (IOException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }
}
