package io.tapedeck.protocol.digest;

import org.jspecify.annotations.Nullable;

/** Writes the text after a header's name. */
final class DigestHeader {

    private final StringBuilder text = new StringBuilder("Digest ");
    private boolean first = true;

    DigestHeader quoted(String name, @Nullable String value) {
        if (value != null) {
            start(name)
                    .append('"')
                    .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return this;
    }

    DigestHeader token(String name, @Nullable String value) {
        if (value != null) {
            start(name).append(value);
        }
        return this;
    }

    /**
     * Refuses what would break out of the header.
     *
     * @throws IllegalArgumentException on control characters
     */
    static void requirePrintable(String name, @Nullable String value) {
        if (value != null && value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("control character in " + name);
        }
    }

    private StringBuilder start(String name) {
        if (!first) {
            text.append(", ");
        }
        first = false;
        return text.append(name).append('=');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
