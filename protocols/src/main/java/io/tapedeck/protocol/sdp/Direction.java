package io.tapedeck.protocol.sdp;

import java.util.Locale;
import java.util.Optional;

/** Who may send, seen from the author of the description (RFC 8866, 6.7). */
public enum Direction {
    SENDRECV(true, true),
    SENDONLY(true, false),
    RECVONLY(false, true),
    INACTIVE(false, false);

    private final boolean sends;
    private final boolean receives;

    Direction(boolean sends, boolean receives) {
        this.sends = sends;
        this.receives = receives;
    }

    public boolean sends() {
        return sends;
    }

    public boolean receives() {
        return receives;
    }

    /** The attribute's name: {@code sendrecv}, {@code sendonly}, {@code recvonly}, {@code inactive}. */
    public String attributeName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty when the name is that of another attribute. */
    public static Optional<Direction> ofAttribute(String name) {
        for (Direction direction : values()) {
            if (direction.attributeName().equals(name)) {
                return Optional.of(direction);
            }
        }
        return Optional.empty();
    }
}
