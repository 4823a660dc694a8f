package io.tapedeck.cdr.cdr;

import io.tapedeck.contracts.Responsible;

/**
 * Why a recording has no media file.
 *
 * @param code the conversion's failure code as it stands on the wire, or {@link #NOT_CAPTURED}
 * @param message one sentence for people
 */
public record Failure(String code, String message, Responsible responsible) {

    /** Recording was ordered, the call went by, and no capture node kept it. */
    public static final String NOT_CAPTURED = "not_captured";

    static Failure notCaptured() {
        return new Failure(
                NOT_CAPTURED,
                "The recording was ordered, but no capture of the call was announced; look at the capture nodes.",
                Responsible.OPERATOR);
    }
}
