package io.tapedeck.conversion.media;

import io.tapedeck.conversion.job.JobFailure;

/** What became of one rendition. */
public sealed interface Outcome {

    /** The file is complete. */
    record Made(ConversionReport report) implements Outcome {}

    /** There is no file, or an incomplete one that nobody must use. */
    record Failed(JobFailure failure) implements Outcome {}

    /** The report of a rendition that must have been made. */
    default ConversionReport orThrow() throws JobFailure {
        return switch (this) {
            case Made(ConversionReport report) -> report;
            case Failed(JobFailure failure) -> throw failure;
        };
    }
}
