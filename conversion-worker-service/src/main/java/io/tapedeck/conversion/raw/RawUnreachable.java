package io.tapedeck.conversion.raw;

/** The capture is not to be had just now. Nothing is wrong with it: the job is to be tried again later. */
public final class RawUnreachable extends Exception {

    public RawUnreachable(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** A sentence for people; never null, unlike that of other exceptions. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
