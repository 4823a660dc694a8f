package io.tapedeck.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** One conversation as people see it; the value of {@code X-Session-Id}. It may span several SIP dialogs. A UUID of version 7 (RFC 9562, 5.7), so ids sort by time of birth. */
public record SessionId(@JsonValue UUID value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SessionId {}

    /**
     * @throws IllegalArgumentException when the text is not a UUID
     */
    public static SessionId of(String text) {
        return new SessionId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
