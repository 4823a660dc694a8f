package io.tapedeck.gateway.rules;

import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Fault;
import io.tapedeck.gateway.problem.Refusal.Reason;
import io.tapedeck.gateway.problem.UnreadableBody;
import io.tapedeck.gateway.validation.Checks;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a document place by place, so that all that cannot be read is told at once, and what can be read is there to be
 * looked at further. Safe for use by several threads.
 */
@Component
public class DocumentReader {

    private final JsonMapper json;

    DocumentReader(JsonMapper json) {
        this.json = json;
    }

    /**
     * What of a document can be read.
     *
     * @param type a record of records, lists of texts and single values
     * @param checks is told of each place that cannot be read
     * @throws Refusal 400 when there is no document
     */
    public <T> T read(JsonNode document, Class<T> type, Checks checks) {
        if (document.isNull()) {
            throw Refusal.of(Reason.UNREADABLE, "A JSON body is needed.");
        }
        return json.treeToValue(object("", document, type, checks), type);
    }

    private ObjectNode object(String at, JsonNode node, Class<?> type, Checks checks) {
        ObjectNode readable = json.createObjectNode();
        if (!(node instanceof ObjectNode object)) {
            checks.fault(at, "Must be a JSON object.");
            return readable;
        }
        Map<String, RecordComponent> parts = Arrays.stream(type.getRecordComponents())
                .collect(Collectors.toMap(RecordComponent::getName, Function.identity()));
        object.forEachEntry((name, value) -> {
            String pointer = at + "/" + name.replace("~", "~0").replace("/", "~1");
            RecordComponent part = parts.get(name);
            JsonNode found = part == null ? null : value(pointer, value, part.getType(), checks);
            if (found != null) {
                readable.set(name, found);
            }
            if (part == null) {
                checks.fault(pointer, "There is no field \"" + name + "\" here.");
            }
        });
        return readable;
    }

    private @Nullable JsonNode value(String at, JsonNode node, Class<?> type, Checks checks) {
        if (node.isNull()) {
            return null; // as if it were not there
        }
        if (type.isRecord() && !type.getSimpleName().endsWith("Id")) {
            return object(at, node, type, checks);
        }
        if (type == List.class) {
            return texts(at, node, checks);
        }
        return isReadable(at, node, type, checks) ? node : null;
    }

    /** What is no text keeps its place, or the pointers to all that follow would be wrong. */
    private @Nullable ArrayNode texts(String at, JsonNode node, Checks checks) {
        if (!(node instanceof ArrayNode list)) {
            checks.fault(at, "Must be a list.");
            return null;
        }
        ArrayNode readable = json.createArrayNode();
        for (JsonNode element : list) {
            String pointer = at + "/" + readable.size();
            readable.add(isReadable(pointer, element, String.class, checks) ? element.asString() : "");
        }
        return readable;
    }

    private boolean isReadable(String at, JsonNode node, Class<?> type, Checks checks) {
        if (node.isNull()) {
            checks.fault(at, "Must be given.");
            return false;
        }
        try {
            Object _ = json.treeToValue(node, type);
            return true;
        } catch (JacksonException unreadable) {
            Refusal why = UnreadableBody.explain(unreadable);
            List<Fault> faults = why.faults();
            checks.fault(at, faults.isEmpty() ? "Is not what it should be here." : why.detail());
            return false;
        }
    }
}
