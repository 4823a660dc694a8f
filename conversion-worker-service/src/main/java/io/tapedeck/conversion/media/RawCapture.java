package io.tapedeck.conversion.media;

import io.tapedeck.conversion.job.JobFailure;

/** The packets of a call, wherever they come from. May be replayed again, once for each file that is made of it. */
public interface RawCapture {

    /** Gives all frames to the sink, on the caller's thread, with constant memory. */
    void replay(FrameSink sink) throws JobFailure;
}
