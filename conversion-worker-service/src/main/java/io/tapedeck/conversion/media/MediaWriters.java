package io.tapedeck.conversion.media;

import io.tapedeck.conversion.job.JobFailure;
import java.nio.file.Path;

/** Knows the formats. */
public interface MediaWriters {

    /**
     * @param target is written anew
     * @throws JobFailure when the target cannot be written
     */
    MediaWriter open(Path target, MediaProperties properties) throws JobFailure;
}
