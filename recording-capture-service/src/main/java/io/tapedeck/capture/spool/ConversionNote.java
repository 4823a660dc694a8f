package io.tapedeck.capture.spool;

import io.tapedeck.contracts.RecordingId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The file {@code converted} beside a capture's media: a line for each recording that was made of it, with the time
 * this node heard of it. It is not synced: when a power cut takes it, the capture is only kept longer.
 */
record ConversionNote(Path capture) {

    private static final String NAME = "converted";

    private Path file() {
        return capture.resolve(NAME);
    }

    /** Whether there is a capture to note it of. */
    boolean isPossible() {
        return Files.isDirectory(capture);
    }

    /** Twice is once. */
    void add(RecordingId recording, Instant at) throws IOException {
        if (!read().containsKey(recording)) {
            Files.writeString(
                    file(), recording + " " + at + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /** Lines that are torn count for nothing. */
    Map<RecordingId, Instant> read() throws IOException {
        Map<RecordingId, Instant> made = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(file())) {
                int space = line.indexOf(' ');
                if (space > 0) {
                    put(made, line.substring(0, space), line.substring(space + 1));
                }
            }
        } catch (NoSuchFileException _) {
            return Map.of();
        }
        return made;
    }

    private static void put(Map<RecordingId, Instant> made, String recording, String at) {
        try {
            made.putIfAbsent(RecordingId.of(recording), Instant.parse(at));
        } catch (IllegalArgumentException | DateTimeException _) {
            // torn
        }
    }

    /** What is made of the capture from now on is news. */
    void remove() throws IOException {
        Files.deleteIfExists(file());
    }
}
