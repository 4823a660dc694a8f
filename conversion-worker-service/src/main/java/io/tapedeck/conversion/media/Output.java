package io.tapedeck.conversion.media;

import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.timeline.Mix;
import java.nio.file.Path;

/** Where the two parties' sound goes: into one file or two. One thread. */
final class Output implements AutoCloseable {

    /** What one file holds of the two parties. */
    private enum Part {
        BOTH,
        MIXED,
        CALLER,
        CALLEE
    }

    private record Target(Part part, MediaWriter writer) {}

    private final Target[] targets;

    private Output(Target... targets) {
        this.targets = targets;
    }

    static Output stereo(MediaWriter writer) {
        return new Output(new Target(Part.BOTH, writer));
    }

    static Output mono(MediaWriter writer) {
        return new Output(new Target(Part.MIXED, writer));
    }

    /** One file per party. */
    static Output split(MediaWriters writers, Path caller, Path callee, MediaProperties properties) throws JobFailure {
        MediaWriter first = writers.open(caller, properties);
        try {
            return new Output(
                    new Target(Part.CALLER, first), new Target(Part.CALLEE, writers.open(callee, properties)));
        } catch (JobFailure | RuntimeException e) {
            first.close();
            throw e;
        }
    }

    /** The first party's samples may be changed. */
    void write(short[] caller, short[] callee, int count) throws JobFailure {
        for (Target target : targets) {
            switch (target.part()) {
                case MIXED -> {
                    Mix.add(caller, callee, count);
                    target.writer().write(caller, callee, count);
                }
                case BOTH, CALLER -> target.writer().write(caller, callee, count);
                case CALLEE -> target.writer().write(callee, caller, count);
            }
        }
    }

    void finish() throws JobFailure {
        for (Target target : targets) {
            target.writer().finish();
        }
    }

    @Override
    public void close() {
        for (Target target : targets) {
            target.writer().close();
        }
    }
}
