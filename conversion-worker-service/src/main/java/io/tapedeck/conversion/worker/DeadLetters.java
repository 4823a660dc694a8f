package io.tapedeck.conversion.worker;

import io.tapedeck.conversion.worker.Announcements.AnnouncementFailure;
import org.jspecify.annotations.Nullable;

/** Where records of the work queue go that give no result, to be looked at and tried again by people. */
public interface DeadLetters {

    /**
     * Returns when the record is safe there, as it came.
     *
     * @param reason a sentence for people
     */
    void putAside(@Nullable String key, byte @Nullable [] value, String reason) throws AnnouncementFailure;
}
