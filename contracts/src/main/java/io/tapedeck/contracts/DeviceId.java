package io.tapedeck.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** A SIP endpoint with credentials of its own. A UUID of version 7 (RFC 9562, 5.7), so ids sort by time of birth. */
public record DeviceId(@JsonValue UUID value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DeviceId {}

    /**
     * @throws IllegalArgumentException when the text is not a UUID
     */
    public static DeviceId of(String text) {
        return new DeviceId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
