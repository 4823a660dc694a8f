package io.tapedeck.standalone.platform;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The one folder that holds everything which survives a restart. One process at a time. */
public final class DataDirectory implements AutoCloseable {

    private final Path root;
    private final FileChannel lockFile;

    private DataDirectory(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /**
     * @throws StartFailure when the folder cannot be written or another process uses it
     */
    public static DataDirectory open(Path directory) {
        Path root = directory.toAbsolutePath().normalize();
        try {
            createPrivate(root);
            var channel = FileChannel.open(root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new StartFailure(
                        "another Tapedeck is running on " + root,
                        "Stop it first, or start this one with another folder and other ports: --data DIR --port-offset 100");
            }
            return new DataDirectory(root, channel);
        } catch (IOException e) {
            throw new StartFailure(
                    "no permission to use " + root + " (" + e.getMessage() + ")",
                    "Choose a folder that you may write to: --data DIR",
                    e);
        }
    }

    /** Makes the folder when it is missing, for its owner only: what lies here is what people said to each other. */
    public static void createPrivate(Path root) throws IOException {
        if (Files.notExists(root)) {
            Files.createDirectories(root);
            if (Files.getFileStore(root).supportsFileAttributeView(PosixFileAttributeView.class)) {
                Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            }
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    public Path resolve(String name) {
        return root.resolve(name);
    }

    public Path root() {
        return root;
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
