package io.tapedeck.conversion.raw;

import io.tapedeck.contracts.captures.RawFile;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.media.FrameSink;
import io.tapedeck.conversion.media.PcapngCapture;
import io.tapedeck.conversion.workspace.Checksum;
import java.io.IOException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Captures on a disk that the capture nodes share with this worker: {@code file:} locations, read where they lie. */
public final class SharedDiskCaptures implements RawCaptures {

    @Override
    public FetchedCapture fetch(RawFile raw) throws JobFailure {
        Path file = pathOf(raw);
        Checksum found = checksumOf(file);
        if (found.bytes() != raw.bytes() || !found.sha256().equalsIgnoreCase(raw.sha256())) {
            throw JobFailure.of(
                    FailureCode.RAW_DAMAGED,
                    "The raw capture is not the one that was sealed: " + file + " has " + found.bytes()
                            + " bytes and checksum " + found.sha256() + ", sealed were " + raw.bytes() + " and "
                            + raw.sha256() + ".");
        }
        return new InPlace(new PcapngCapture(file));
    }

    private static Path pathOf(RawFile raw) throws JobFailure {
        try {
            return Path.of(raw.location());
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw JobFailure.of(
                    FailureCode.RAW_MISSING, "This worker cannot read raw captures from " + raw.location() + ".", e);
        }
    }

    private static Checksum checksumOf(Path file) throws JobFailure {
        try {
            return Checksum.of(file);
        } catch (NoSuchFileException e) {
            throw JobFailure.of(
                    FailureCode.RAW_MISSING,
                    "The raw capture is not at " + file + ". Is the capture node's disk shared with this worker?",
                    e);
        } catch (IOException e) {
            throw JobFailure.of(
                    FailureCode.RAW_MISSING,
                    "The raw capture at " + file + " cannot be read: " + JobFailure.said(e) + ".",
                    e);
        }
    }

    private record InPlace(PcapngCapture capture) implements FetchedCapture {

        @Override
        public void replay(FrameSink sink) throws JobFailure {
            capture.replay(sink);
        }

        @Override
        public void close() {} // the file is the capture node's
    }
}
