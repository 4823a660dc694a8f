package io.tapedeck.capture.control;

import io.tapedeck.capture.session.PlaceWishes;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A command with its keys, as {@link NgFlags} reads them.
 *
 * @param unknown keys and flags that mean nothing to us
 */
record NgRequest(NgDictionary body, List<String> unknown) {

    /** As it came; see {@link NgFlags}. */
    static NgRequest of(NgDictionary raw) {
        return NgFlags.read(raw);
    }

    String command() {
        return body.text("command").orElse("");
    }

    Optional<String> text(String key) {
        return body.text(key).filter(value -> !value.isEmpty());
    }

    String required(String key, String otherwise) throws NgRefusal {
        return text(key).orElseThrow(() -> new NgRefusal(otherwise));
    }

    String callId() throws NgRefusal {
        return required("call-id", "No call-id in message");
    }

    /** {@code flags:["record-call"]} is {@code "record call":"yes"}. */
    boolean flag(String name) {
        return body.flag(name);
    }

    /** The key itself says no. */
    boolean denies(String key) {
        return text(key)
                .filter(value -> value.equals("no") || value.equals("off"))
                .isPresent();
    }

    /** {@code received-from} is a list of family and address. */
    @Nullable
    String receivedFrom() {
        List<String> parts = body.texts("received-from");
        return parts.size() == 2 ? parts.getLast() : null;
    }

    /** {@code direction}: the writer's interface and the receiver's; {@code address family}: the receiver's. */
    PlaceWishes places() {
        List<String> direction = body.texts("direction");
        String own = text("from-interface").or(() -> text("interface")).orElse(null);
        String other = text("to-interface").orElse(null);
        String family = text("address family").orElse("").toUpperCase(Locale.ROOT);
        @Nullable Boolean ipv6 = family.isEmpty() ? null : (Boolean) family.endsWith("6");
        return direction.size() == 2
                ? new PlaceWishes(direction.getFirst(), direction.getLast(), ipv6)
                : new PlaceWishes(own, other, ipv6);
    }

    Optional<NgDictionary> tapedeck() {
        return body.dictionary("tapedeck");
    }

    /** {@code key:value|key:value}; what is not of that form is left out. */
    Map<String, String> metadata() {
        Map<String, String> pairs = new HashMap<>();
        for (String pair : body.text("metadata").orElse("").split("\\|", -1)) {
            int colon = pair.indexOf(':');
            if (colon > 0) {
                pairs.put(
                        pair.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        pair.substring(colon + 1).strip());
            }
        }
        return pairs;
    }
}
