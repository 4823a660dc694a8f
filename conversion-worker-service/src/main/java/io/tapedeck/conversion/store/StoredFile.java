package io.tapedeck.conversion.store;

import io.tapedeck.conversion.job.RecordingKey;

/**
 * A file in the store.
 *
 * @param sha256 lower-case hexadecimal
 */
public record StoredFile(RecordingKey key, long bytes, String sha256) {}
