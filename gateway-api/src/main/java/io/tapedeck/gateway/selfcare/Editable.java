package io.tapedeck.gateway.selfcare;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What users of a tenant may change themselves.
 *
 * @param version 0 while nothing was ever set; counts the changes from there
 * @param editable JSON pointers into a user's settings document, or {@code /forwarding} and below; each stands for all that is below it, too
 */
public record Editable(long version, List<String> editable) {

    public static final Editable NOTHING = new Editable(0, List.of());

    public Editable {
        editable = List.copyOf(editable);
    }

    boolean permits(String pointer) {
        return editable.stream().anyMatch(one -> pointer.equals(one) || pointer.startsWith(one + "/"));
    }

    /**
     * Where two documents differ and it is not for the user to say.
     *
     * @param document under which pointer the whole of it is known here; empty for the settings
     */
    List<String> forbidden(String document, JsonNode before, JsonNode after) {
        var differences = new ArrayList<String>();
        compare("", before, after, differences);
        return differences.stream()
                .filter(pointer -> !permits(document + pointer))
                .toList();
    }

    /** An object that comes or goes differs in what is in it. */
    private static void compare(String at, @Nullable JsonNode before, @Nullable JsonNode after, List<String> into) {
        boolean objects = isObject(before) || isObject(after);
        if (!objects) {
            if (before == null ? after != null : !before.equals(after)) {
                into.add(at);
            }
            return;
        }
        var names = new TreeSet<String>();
        names(before, names);
        names(after, names);
        for (String name : names) {
            compare(at + "/" + name, part(before, name), part(after, name), into);
        }
    }

    private static boolean isObject(@Nullable JsonNode node) {
        return node != null && node.isObject();
    }

    private static void names(@Nullable JsonNode node, TreeSet<String> names) {
        if (node != null) {
            names.addAll(node.propertyNames());
        }
    }

    private static @Nullable JsonNode part(@Nullable JsonNode node, String name) {
        return node == null ? null : node.get(name);
    }
}
