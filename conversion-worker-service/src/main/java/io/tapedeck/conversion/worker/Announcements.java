package io.tapedeck.conversion.worker;

import io.tapedeck.contracts.recordings.RecordingEvent;
import io.tapedeck.conversion.media.ConversionAborted;
import java.util.List;

/** Tells the platform what became of recordings. */
public interface Announcements {

    /**
     * Returns when all events are safe with the platform, however long that takes. Saying them again does no harm.
     *
     * @throws ConversionAborted when the thread was interrupted before
     */
    void announce(List<RecordingEvent> events);

    /** Makes the way to the platform ready, so that the first result takes no longer than others. */
    default void connect() {}
}
