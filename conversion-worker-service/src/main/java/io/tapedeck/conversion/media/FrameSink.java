package io.tapedeck.conversion.media;

import io.tapedeck.conversion.job.JobFailure;
import java.nio.ByteBuffer;

/** Takes the frames of a capture in the order they were captured. */
public interface FrameSink {

    /**
     * @param interfaceIndex the stream's number in the capture
     * @param unixNanos when the frame arrived, in nanoseconds since 1970
     * @param frame a raw IP frame; valid during the call only
     */
    void accept(int interfaceIndex, long unixNanos, ByteBuffer frame) throws JobFailure;
}
