package io.tapedeck.proxy.sip;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which dialog an INVITE is to replace (RFC 3891, 6.1).
 *
 * @param toTag tag of the one who gets the INVITE
 * @param fromTag tag of the one whose place is taken
 */
record ReplacesHeader(String callId, String toTag, String fromTag) {

    /** The one of the INVITE; empty when it has none that can be read. */
    static Optional<ReplacesHeader> of(Inbound invite) {
        return Headers.values(invite.request(), "Replaces").stream().findFirst().flatMap(ReplacesHeader::parse);
    }

    /** {@code Call-ID;to-tag=…;from-tag=…}; empty for anything else. */
    static Optional<ReplacesHeader> parse(String value) {
        List<String> parts = List.of(value.split(";", -1));
        String callId = parts.isEmpty() ? "" : parts.getFirst().strip();
        String toTag = parameter(parts, "to-tag=");
        String fromTag = parameter(parts, "from-tag=");
        return callId.isEmpty() || toTag.isEmpty() || fromTag.isEmpty()
                ? Optional.empty()
                : Optional.of(new ReplacesHeader(callId, toTag, fromTag));
    }

    private static String parameter(List<String> parts, String name) {
        return parts.stream()
                .map(String::strip)
                .filter(part -> part.toLowerCase(Locale.ROOT).startsWith(name))
                .map(part -> part.substring(name.length()).strip())
                .findFirst()
                .orElse("");
    }
}
