package io.tapedeck.capture.session;

/** A capture on its way to disk. No method waits for the disk. */
public interface SpooledCapture {

    /**
     * @param stream streams are given in the order of their interface indexes
     * @return the number under which the relay hands over packets of this stream
     */
    int addStream(StreamDescription stream);

    /** Writes the manifest; the latest one given stands. */
    void describe(CaptureDescription description);

    /**
     * Closes the capture for good: media synced, checksummed, manifest sealed, announced.
     *
     * @param last with end and reason
     * @param ringPosition up to where packets belong to it, see {@link Cut#ringPosition()}
     */
    void seal(CaptureDescription last, RingPosition ringPosition);
}
