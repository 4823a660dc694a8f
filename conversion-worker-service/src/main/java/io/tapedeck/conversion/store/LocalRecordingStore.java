package io.tapedeck.conversion.store;

import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.job.RecordingKey;
import io.tapedeck.conversion.workspace.AtomicOutput;
import io.tapedeck.conversion.workspace.Checksum;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory, possibly on a network file system. Unfinished files stand aside in {@code .incoming} below it. */
public final class LocalRecordingStore implements RecordingStore {

    private static final Logger LOG = LoggerFactory.getLogger(LocalRecordingStore.class);

    /** No conversion takes that long. */
    private static final Duration ABANDONED = Duration.ofHours(24);

    private final Path root;
    private final Path incoming;

    public LocalRecordingStore(Path root) {
        this.root = root;
        this.incoming = root.resolve(".incoming");
    }

    @Override
    public Draft begin(RecordingKey key) throws JobFailure {
        try {
            return new LocalDraft(key, AtomicOutput.begin(incoming, root.resolve(key.path())));
        } catch (IOException e) {
            throw JobFailure.writing(root.toString(), e);
        }
    }

    @Override
    public StoredFile alsoAs(StoredFile stored, RecordingKey key) throws JobFailure {
        try (AtomicOutput output = AtomicOutput.begin(incoming, root.resolve(key.path()))) {
            linkOrCopy(root.resolve(stored.key().path()), output.draft());
            output.publish();
            return new StoredFile(key, stored.bytes(), stored.sha256());
        } catch (IOException e) {
            throw JobFailure.writing(key.path(), e);
        }
    }

    /** A second directory entry for the same content; its space is free when both are gone. */
    private static void linkOrCopy(Path stored, Path draft) throws IOException {
        try {
            Files.createLink(draft, stored);
        } catch (UnsupportedOperationException | FileSystemException e) { // some network file systems have no links
            Files.copy(stored, draft);
        }
    }

    @Override
    public boolean writable() {
        try {
            Files.createDirectories(incoming);
            return Files.isWritable(incoming);
        } catch (IOException e) {
            return false;
        }
    }

    /** Removes what killed workers left unfinished. */
    public void sweep(Instant now) {
        try {
            AtomicOutput.sweep(incoming, now.minus(ABANDONED));
        } catch (IOException e) {
            LOG.warn("the recording store {} could not be tidied: {}", root, e.toString());
        }
    }

    private record LocalDraft(RecordingKey key, AtomicOutput output) implements Draft {

        @Override
        public Path file() {
            return output.draft();
        }

        @Override
        public StoredFile commit(@Nullable Checksum known) throws JobFailure {
            try {
                Checksum checksum = known == null ? Checksum.of(output.draft()) : known;
                output.publish();
                return new StoredFile(key, checksum.bytes(), checksum.sha256());
            } catch (IOException e) {
                throw JobFailure.writing(key.path(), e);
            }
        }

        @Override
        public void close() {
            try {
                output.close();
            } catch (IOException e) {
                LOG.warn("unfinished file {} stays behind: {}", output.draft(), e.toString());
            }
        }
    }
}
