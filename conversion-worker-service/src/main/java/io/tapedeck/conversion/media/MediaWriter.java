package io.tapedeck.conversion.media;

import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.workspace.Checksum;
import org.jspecify.annotations.Nullable;

/** Writes one media file. One thread. Closing before {@link #finish} leaves an incomplete file that nobody must use. */
public interface MediaWriter extends AutoCloseable {

    /**
     * @param left samples of the first channel, or of the only one
     * @param right samples of the second channel; ignored when there is only one
     */
    void write(short[] left, short[] right, int count) throws JobFailure;

    /** Completes the file. Nothing may be written afterwards. */
    void finish() throws JobFailure;

    /** Of the finished file; null when it was not taken while the file was written. */
    default @Nullable Checksum checksum() {
        return null;
    }

    /** Frees everything, in every state. */
    @Override
    void close();
}
