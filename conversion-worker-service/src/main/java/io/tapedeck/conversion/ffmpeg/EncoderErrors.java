package io.tapedeck.conversion.ffmpeg;

import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.job.JobFailure;
import java.nio.file.Path;

/** What FFmpeg's negative results mean for a job. */
record EncoderErrors(String format, Path target) {

    /** Of the encoder. */
    void encode(String step, int result) throws JobFailure {
        if (result < 0) {
            throw JobFailure.of(
                    FailureCode.INTERNAL,
                    "The " + format + " encoder could not " + step + ": " + FfmpegErrors.message(result) + ".");
        }
    }

    /** Of the file. */
    void wrote(int result) throws JobFailure {
        if (result < 0) {
            throw JobFailure.writing(target.toString(), FfmpegErrors.message(result));
        }
    }

    /** The encoder is not in this build of FFmpeg. */
    JobFailure missing() {
        return JobFailure.of(
                FailureCode.FORMAT_UNSUPPORTED,
                "There is no " + format
                        + " encoder on this worker. Order another format, or install the platform with the"
                        + " FFmpeg libraries that it comes with.");
    }
}
