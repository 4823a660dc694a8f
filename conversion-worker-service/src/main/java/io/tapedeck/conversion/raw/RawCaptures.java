package io.tapedeck.conversion.raw;

import io.tapedeck.contracts.captures.RawFile;
import io.tapedeck.conversion.job.JobFailure;

/** Where raw captures are fetched from. */
public interface RawCaptures {

    /**
     * Makes the capture readable here and checks that it is the sealed one. Blocks until that is done.
     *
     * @throws JobFailure when it is not there, or not what was sealed
     * @throws RawUnreachable when that cannot be known now, but may be later
     */
    FetchedCapture fetch(RawFile raw) throws JobFailure, RawUnreachable;
}
