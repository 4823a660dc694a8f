package io.tapedeck.proxy.announce;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.PriorityQueue;

/**
 * Up to which event Kafka has everything. Acknowledgements of several partitions come in any order; the position moves
 * over those that have no gap before them. Kept in a file, so that only a crash sends anything twice.
 */
final class Acknowledgements {

    private final Path file;
    // Guarded by this: the position and what is acknowledged beyond it.
    private final PriorityQueue<Long> beyond = new PriorityQueue<>();
    private long position;
    private long saved;

    private Acknowledgements(Path file, long position) {
        this.file = file;
        this.position = position;
        this.saved = -1;
    }

    /**
     * @param atMost a position beyond this was saved for events that a power failure has taken out of the journal
     */
    static Acknowledgements read(Path file, long atMost) throws IOException {
        long saved = 0;
        if (Files.exists(file)) {
            try {
                saved = Long.parseLong(
                        Files.readString(file, StandardCharsets.US_ASCII).strip());
            } catch (NumberFormatException _) {
                saved = 0; // sent again from the oldest segment on: twice is better than never
            }
        }
        return new Acknowledgements(file, Math.min(saved, atMost));
    }

    /** Everything before this event is with Kafka. */
    synchronized long position() {
        return position;
    }

    synchronized void acknowledge(long event) {
        beyond.add(event);
        while (!beyond.isEmpty() && beyond.peek() <= position) {
            position = Math.max(position, beyond.remove() + 1);
        }
    }

    /** Forgets what was acknowledged behind a gap; it will be sent again. Moves over events that are gone. */
    synchronized void restartFrom(long event) {
        beyond.clear();
        position = Math.max(position, event);
    }

    /** Writes the position when it has moved. */
    synchronized void save() throws IOException {
        if (position == saved) {
            return;
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(fresh, position + "\n", StandardCharsets.US_ASCII);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        saved = position;
    }
}
