package io.tapedeck.conversion.store;

import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.job.RecordingKey;
import io.tapedeck.conversion.workspace.Checksum;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where finished recordings go. */
public interface RecordingStore {

    /** A place to write a recording before it is one. The caller closes it. */
    Draft begin(RecordingKey key) throws JobFailure;

    /**
     * Has a stored file under one more key, durable, in place of an older one of that key. The two do not depend on each other:
     * either may be deleted. The content is kept once where the store can do that.
     */
    StoredFile alsoAs(StoredFile stored, RecordingKey key) throws JobFailure;

    /** Whether a recording could be stored now. */
    boolean writable();

    /** A recording in the making. */
    interface Draft extends AutoCloseable {

        /** A local file to write. */
        Path file();

        /**
         * Puts the file into the store, whole and durable, in place of an older one of the same key.
         *
         * @param known the file's checksum; null when it has to be taken
         * @throws JobFailure and the store is as before
         */
        StoredFile commit(@Nullable Checksum known) throws JobFailure;

        /** Without {@link #commit} nothing remains. */
        @Override
        void close();
    }
}
