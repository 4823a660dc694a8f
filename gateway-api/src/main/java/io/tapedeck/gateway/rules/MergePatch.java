package io.tapedeck.gateway.rules;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON merge patch (RFC 7396, 2): what is null in the patch is taken away, objects are merged, all else is replaced. */
public final class MergePatch {

    private MergePatch() {}

    public static JsonNode apply(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode result =
                target instanceof ObjectNode there ? there.deepCopy() : JsonNodeFactory.instance.objectNode();
        changes.forEachEntry((name, change) -> {
            if (change.isNull()) {
                result.remove(name);
            } else {
                JsonNode before = result.get(name);
                result.set(name, apply(before == null ? JsonNodeFactory.instance.nullNode() : before, change));
            }
        });
        return result;
    }
}
