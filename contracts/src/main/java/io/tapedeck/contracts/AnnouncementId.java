package io.tapedeck.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** A sound that a tenant has given for its calls. A UUID of version 7 (RFC 9562, 5.7), so ids sort by time of birth. */
public record AnnouncementId(@JsonValue UUID value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AnnouncementId {}

    /**
     * @throws IllegalArgumentException when the text is not a UUID
     */
    public static AnnouncementId of(String text) {
        return new AnnouncementId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
