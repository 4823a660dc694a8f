package io.tapedeck.export.store;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads the store; never writes to it. */
@Component
public final class RecordingStore {

    private final Path root;

    public RecordingStore(StoreSettings settings) {
        this.root = settings.directory();
    }

    /**
     * The file of a key, whether it is there or not; empty for a key that leads out of the store.
     *
     * @param key relative, with forward slashes
     */
    public Optional<Path> locate(String key) {
        try {
            Path file = root.resolve(key).normalize();
            return file.startsWith(root) && !file.equals(root) ? Optional.of(file) : Optional.empty();
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    /** Of the expected size; a file that is being replaced is not. */
    public boolean holds(Path file, long bytes) {
        return Files.isRegularFile(file) && file.toFile().length() == bytes;
    }
}
