package io.tapedeck.conversion.worker;

import io.tapedeck.contracts.recordings.RecordingEvent;
import java.util.List;

/** Tells the platform what became of recordings. */
public interface Announcements {

    /**
     * Returns when all events are safe with the platform.
     *
     * @throws AnnouncementFailure when that is not certain; saying them again does no harm
     */
    void announce(List<RecordingEvent> events) throws AnnouncementFailure;

    /** Makes the way to the platform ready, so that the first result takes no longer than others. */
    default void connect() {}

    /** The platform could not be told. */
    final class AnnouncementFailure extends Exception {

        public AnnouncementFailure(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
