package io.tapedeck.conversion.raw;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file in the workspace that goes with its job. It is locked as long as its process lives, so that what a killed worker
 * left behind can be told from what others are using.
 */
final class WorkspaceCopy implements AutoCloseable {

    private static final String SUFFIX = ".raw";

    private final Path path;
    private final FileChannel channel;

    private WorkspaceCopy(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static WorkspaceCopy create(Path directory) throws IOException {
        Path path = Files.createDirectories(directory).resolve(UUID.randomUUID() + SUFFIX);
        var copy = new WorkspaceCopy(
                path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        FileLock _ = copy.channel.lock();
        return copy;
    }

    /** Removes what killed workers left behind. */
    static void sweep(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (var files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                if (isAbandoned(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean isAbandoned(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // ours
        }
    }

    Path path() {
        return path;
    }

    FileChannel channel() {
        return channel;
    }

    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(path);
        } catch (IOException ignored) { // swept at the next start
        }
    }
}
