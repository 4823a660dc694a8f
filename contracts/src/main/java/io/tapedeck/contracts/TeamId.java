package io.tapedeck.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Some users of a tenant under one name. A UUID of version 7 (RFC 9562, 5.7), so ids sort by time of birth. */
public record TeamId(@JsonValue UUID value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TeamId {}

    /**
     * @throws IllegalArgumentException when the text is not a UUID
     */
    public static TeamId of(String text) {
        return new TeamId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
