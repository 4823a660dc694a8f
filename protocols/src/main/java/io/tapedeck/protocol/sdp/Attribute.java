package io.tapedeck.protocol.sdp;

import org.jspecify.annotations.Nullable;

/**
 * An {@code a=} line (RFC 8866, 5.13).
 *
 * @param value what follows the first colon; null for a flag such as {@code a=rtcp-mux}
 */
public record Attribute(String name, @Nullable String value) {

    public Attribute {
        SdpLines.requireWord("attribute name", name);
        if (name.indexOf(':') >= 0) {
            throw new IllegalArgumentException("an attribute's name ends before its colon");
        }
        SdpLines.requireOneLine("attribute value", value == null ? "" : value);
    }

    static Attribute parse(String value) {
        int colon = value.indexOf(':');
        return colon < 0
                ? new Attribute(value, null)
                : new Attribute(value.substring(0, colon), value.substring(colon + 1));
    }

    /** The line's value. */
    @Override
    public String toString() {
        return value == null ? name : name + ":" + value;
    }
}
