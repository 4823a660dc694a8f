package io.tapedeck.conversion.raw;

import io.tapedeck.conversion.media.RawCapture;

/** A capture that may be replayed until it is closed; a copy made for the job goes then. */
public interface FetchedCapture extends RawCapture, AutoCloseable {

    @Override
    void close();
}
