package io.tapedeck.gateway.playback;

import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The directory that holds the finished recordings. Nothing outside of it can be reached, whatever a key says. */
@Component
class RecordingStore {

    private static final Logger LOG = LoggerFactory.getLogger(RecordingStore.class);

    private final Path directory;

    RecordingStore(PlaybackSettings settings) {
        this.directory = settings.store();
    }

    /**
     * Opens a file for reading; the caller closes it.
     *
     * @param key relative path with forward slashes
     * @throws Refusal 503 when the store does not have it: the catalogue says it must
     */
    FileChannel open(String key) {
        try {
            Path store = directory.toRealPath();
            Path file = store.resolve(key).toRealPath();
            if (key.isEmpty() || !file.startsWith(store) || !Files.isRegularFile(file)) {
                throw missing(key, "it is not a file inside of the store");
            }
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (IOException | InvalidPathException failure) {
            throw missing(key, failure.toString());
        }
    }

    private Refusal missing(String key, String why) {
        LOG.error("The store {} does not give '{}': {}", directory, key, why);
        return Refusal.retryLater(
                Reason.UNAVAILABLE, "The recording store does not have the media file.", Duration.ofSeconds(30));
    }
}
