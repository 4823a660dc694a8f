package io.tapedeck.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The raw RTP of one session on one capture node; names the directory on disk. A UUID of version 7 (RFC 9562, 5.7), so ids sort by time of birth. */
public record CaptureId(@JsonValue UUID value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CaptureId {}

    /**
     * @throws IllegalArgumentException when the text is not a UUID
     */
    public static CaptureId of(String text) {
        return new CaptureId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
