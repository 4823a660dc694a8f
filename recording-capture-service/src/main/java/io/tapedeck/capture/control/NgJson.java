package io.tapedeck.capture.control;

import io.tapedeck.protocol.ng.NgValue;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.ng.NgValue.NgInteger;
import io.tapedeck.protocol.ng.NgValue.NgList;
import io.tapedeck.protocol.ng.NgValue.NgString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** ng values as JSON: the same dictionary, lists, texts and integers. */
final class NgJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonMapper json;

    NgJson(JsonMapper json) {
        this.json = json;
    }

    /** @throws tools.jackson.core.JacksonException when it is no JSON */
    NgValue decode(byte[] body) {
        return valueOf(json.readTree(body));
    }

    byte[] encode(NgValue value) {
        return json.writeValueAsBytes(nodeOf(value));
    }

    private static NgValue valueOf(JsonNode node) {
        if (node.isObject()) {
            Map<String, NgValue> entries = new LinkedHashMap<>();
            node.properties().forEach(entry -> entries.put(entry.getKey(), valueOf(entry.getValue())));
            return new NgDictionary(entries);
        }
        if (node.isArray()) {
            List<NgValue> items = new ArrayList<>();
            node.values().forEach(item -> items.add(valueOf(item)));
            return new NgList(items);
        }
        return node.isIntegralNumber() ? new NgInteger(node.longValue()) : new NgString(node.asString(""));
    }

    private static JsonNode nodeOf(NgValue value) {
        return switch (value) {
            case NgString string -> NODES.stringNode(string.value());
            case NgInteger integer -> NODES.numberNode(integer.value());
            case NgList list -> {
                ArrayNode array = NODES.arrayNode();
                list.values().forEach(item -> array.add(nodeOf(item)));
                yield array;
            }
            case NgDictionary dictionary -> {
                ObjectNode object = NODES.objectNode();
                dictionary.entries().forEach((key, item) -> object.set(key, nodeOf(item)));
                yield object;
            }
        };
    }
}
