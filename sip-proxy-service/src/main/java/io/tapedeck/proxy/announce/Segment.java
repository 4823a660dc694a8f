package io.tapedeck.proxy.announce;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** One file of the journal, named by the number of the first event in it. */
final class Segment {

    private static final String SUFFIX = ".journal";

    private final Path file;
    private final long firstEvent;
    private volatile long bytes;

    Segment(Path folder, long firstEvent, long bytes) {
        this.file = folder.resolve(String.format(Locale.ROOT, "%019d%s", firstEvent, SUFFIX));
        this.firstEvent = firstEvent;
        this.bytes = bytes;
    }

    static Optional<Long> firstEventOf(Path file) {
        String name = file.getFileName().toString();
        if (!name.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(name.substring(0, name.length() - SUFFIX.length())));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    Path file() {
        return file;
    }

    long firstEvent() {
        return firstEvent;
    }

    /** How much of the file holds whole frames; grows while the segment is written. */
    long bytes() {
        return bytes;
    }

    void grown(long to) {
        bytes = to;
    }
}
