package io.tapedeck.conversion.job;

import io.tapedeck.contracts.Responsible;
import io.tapedeck.contracts.recordings.FailureCode;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** No media file can be made. The message is a sentence for people and names nothing that only programmers know. */
public final class JobFailure extends Exception {

    private final FailureCode code;

    private JobFailure(FailureCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public static JobFailure of(FailureCode code, String message) {
        return new JobFailure(code, message, null);
    }

    public static JobFailure of(FailureCode code, String message, Throwable cause) {
        return new JobFailure(code, message, cause);
    }

    /** Writing to the recording store did not work; whether it is full shows in what the system said. */
    public static JobFailure writing(String place, Throwable cause) {
        return writing(place, said(cause), cause);
    }

    /** What the system said, for people: some exceptions say nothing but the file's name. */
    public static String said(Throwable cause) {
        return switch (cause) {
            case NoSuchFileException _ -> "the folder is not there";
            case AccessDeniedException _ -> "access is denied";
            case FileAlreadyExistsException _ -> "there is something else in its place";
            default -> String.valueOf(cause.getMessage());
        };
    }

    /** The same, where the system said it without an exception. */
    public static JobFailure writing(String place, String said) {
        return writing(place, said, null);
    }

    private static JobFailure writing(String place, String said, @Nullable Throwable cause) {
        boolean full = said.contains("No space left") || said.contains("quota exceeded");
        return full
                ? new JobFailure(
                        FailureCode.STORE_FULL,
                        "The recording store has no space left (" + place + "). Free space or enlarge it, then retry.",
                        cause)
                : new JobFailure(
                        FailureCode.STORE_UNREACHABLE,
                        "The recording store could not be written (" + place + "): " + said + ".",
                        cause);
    }

    public FailureCode code() {
        return code;
    }

    /** The sentence; never null, unlike that of other exceptions. */
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /** Who must act. A codec is the operator's choice too: it stands in the order of codecs offered. */
    public Responsible responsible() {
        return switch (code) {
            case RAW_MISSING,
                    RAW_DAMAGED,
                    CODEC_UNSUPPORTED,
                    NO_MEDIA,
                    SDP_MISMATCH,
                    FORMAT_UNSUPPORTED,
                    STORE_UNREACHABLE,
                    STORE_FULL -> Responsible.OPERATOR;
            case MEDIA_UNDECODABLE, INTERNAL -> Responsible.US;
        };
    }
}
