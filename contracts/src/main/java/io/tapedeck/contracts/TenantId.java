package io.tapedeck.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** A customer company. A UUID of version 7 (RFC 9562, 5.7), so ids sort by time of birth. */
public record TenantId(@JsonValue UUID value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TenantId {}

    /**
     * @throws IllegalArgumentException when the text is not a UUID
     */
    public static TenantId of(String text) {
        return new TenantId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
