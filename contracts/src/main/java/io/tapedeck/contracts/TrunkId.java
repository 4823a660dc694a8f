package io.tapedeck.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** A SIP peer that leads to the outside. A UUID of version 7 (RFC 9562, 5.7), so ids sort by time of birth. */
public record TrunkId(@JsonValue UUID value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TrunkId {}

    /**
     * @throws IllegalArgumentException when the text is not a UUID
     */
    public static TrunkId of(String text) {
        return new TrunkId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
