package io.tapedeck.capture.control;

import io.tapedeck.protocol.ng.NgValue;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.ng.NgValue.NgInteger;
import io.tapedeck.protocol.ng.NgValue.NgList;
import io.tapedeck.protocol.ng.NgValue.NgString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds what goes back to a controller. */
final class NgReplies {

    private NgReplies() {}

    static NgDictionary pong() {
        return new NgDictionary(Map.of("result", new NgString("pong")));
    }

    static NgDictionary ok() {
        return new NgDictionary(Map.of("result", new NgString("ok")));
    }

    static NgDictionary warned(String warning) {
        return dictionary("warning", new NgString(warning), "result", new NgString("ok"));
    }

    /** The reply with one more warning. */
    static NgDictionary warned(NgDictionary reply, String warning) {
        String before = reply.text("warning").map(text -> text + "; ").orElse("");
        return reply.with("warning", before + warning);
    }

    static NgDictionary error(String reason) {
        return dictionary("result", new NgString("error"), "error-reason", new NgString(reason));
    }

    static NgDictionary ok(Map<String, NgValue> more) {
        Map<String, NgValue> entries = new LinkedHashMap<>(more);
        entries.put("result", new NgString("ok"));
        return new NgDictionary(entries);
    }

    private static NgDictionary dictionary(String key, NgValue value, String other, NgValue otherValue) {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        entries.put(key, value);
        entries.put(other, otherValue);
        return new NgDictionary(entries);
    }

    static NgString text(String value) {
        return new NgString(value);
    }

    static NgInteger number(long value) {
        return new NgInteger(value);
    }

    static NgList list(List<? extends NgValue> items) {
        return new NgList(List.copyOf(items));
    }
}
