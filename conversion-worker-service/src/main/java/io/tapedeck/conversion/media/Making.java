package io.tapedeck.conversion.media;

import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.timeline.SoundBlock;
import io.tapedeck.conversion.timeline.TimelineReport;
import io.tapedeck.conversion.video.VideoReport;
import org.jspecify.annotations.Nullable;

/** A rendition on its way to its outcome: once it has failed, it costs nothing any more. One thread. */
final class Making {

    private @Nullable Output output;
    private @Nullable JobFailure failure;

    /** Opens the output; may fail. */
    interface Opening {
        Output open() throws JobFailure;
    }

    private interface Step {
        void take(Output output) throws JobFailure;
    }

    static Making begin(Opening opening) {
        var making = new Making();
        try {
            making.output = opening.open();
        } catch (JobFailure e) {
            making.failure = e;
        }
        return making;
    }

    boolean goesOn() {
        return output != null;
    }

    int rate() {
        return output == null ? 0 : output.rate();
    }

    void accept(long position, SoundBlock block) {
        attempt(to -> to.accept(position, block));
    }

    /** Completes the file. */
    Outcome finish(TimelineReport met, VideoReport seen) {
        Output complete = output;
        attempt(Output::finish);
        if (failure == null && complete != null) {
            output = null;
            complete.close();
            return new Outcome.Made(new ConversionReport(
                    complete.rate(),
                    complete.channels(),
                    complete.duration(),
                    met,
                    complete.sound(),
                    seen,
                    complete.checksums()));
        }
        return new Outcome.Failed(reason());
    }

    /** Leaves an incomplete file, or none. */
    Outcome fail(JobFailure reason) {
        close();
        failure = failure == null ? reason : failure;
        return new Outcome.Failed(failure);
    }

    void close() {
        if (output != null) {
            output.close();
            output = null;
        }
    }

    JobFailure reason() {
        if (failure == null) {
            throw new IllegalStateException("finished twice");
        }
        return failure;
    }

    private void attempt(Step step) {
        Output current = output;
        if (current == null) {
            return;
        }
        try {
            step.take(current);
        } catch (JobFailure e) {
            fail(e);
        }
    }
}
