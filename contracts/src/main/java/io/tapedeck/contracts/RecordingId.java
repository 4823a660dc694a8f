package io.tapedeck.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** What a user gets: an owner, intervals of a capture, a media file. A UUID of version 7 (RFC 9562, 5.7), so ids sort by time of birth. */
public record RecordingId(@JsonValue UUID value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RecordingId {}

    /**
     * @throws IllegalArgumentException when the text is not a UUID
     */
    public static RecordingId of(String text) {
        return new RecordingId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
