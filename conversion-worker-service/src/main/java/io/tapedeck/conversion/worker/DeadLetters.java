package io.tapedeck.conversion.worker;

import io.tapedeck.conversion.media.ConversionAborted;
import org.jspecify.annotations.Nullable;

/** Where records of the work queue go that give no result, to be looked at and tried again by people. */
public interface DeadLetters {

    /**
     * Returns when the record is safe there, as it came, however long that takes.
     *
     * @param reason a sentence for people
     * @throws ConversionAborted when the thread was interrupted before
     */
    void putAside(@Nullable String key, byte @Nullable [] value, String reason);
}
