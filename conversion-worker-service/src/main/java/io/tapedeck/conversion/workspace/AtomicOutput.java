package io.tapedeck.conversion.workspace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.UUID;

/**
 * A file that appears whole or not at all: written under a name of its own in the same file system, synced, then renamed
 * over the target. Closing it without {@link #publish} leaves nothing behind.
 */
public final class AtomicOutput implements AutoCloseable {

    private static final String SUFFIX = ".part";

    private final Path draft;
    private final Path target;

    private AtomicOutput(Path draft, Path target) {
        this.draft = draft;
        this.target = target;
    }

    /** @param drafts a directory in the target's file system */
    public static AtomicOutput begin(Path drafts, Path target) throws IOException {
        Files.createDirectories(drafts);
        return new AtomicOutput(drafts.resolve(UUID.randomUUID() + SUFFIX), target);
    }

    /** Removes what killed workers left behind. Others may be at work in the same directory: only what is old goes. */
    public static void sweep(Path drafts, Instant before) throws IOException {
        if (!Files.isDirectory(drafts)) {
            return;
        }
        try (var files = Files.newDirectoryStream(drafts, "*" + SUFFIX)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Where to write until {@link #publish}. */
    public Path draft() {
        return draft;
    }

    /** Survives a power failure once this returns. */
    public void publish() throws IOException {
        sync(draft, StandardOpenOption.WRITE);
        Path directory = target.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(target + " has no directory");
        }
        Files.createDirectories(directory);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(directory, StandardOpenOption.READ);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(draft);
    }

    private static void sync(Path path, StandardOpenOption access) throws IOException {
        try (FileChannel channel = FileChannel.open(path, access)) {
            channel.force(true);
        }
    }
}
