package io.tapedeck.gateway.selfcare;

import io.tapedeck.contracts.directory.ForwardingRules;
import io.tapedeck.contracts.directory.RecordingRules;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a tenant may let its users change: places of a user's settings document, as JSON pointers, and where their calls are
 * forwarded to.
 */
final class Options {

    /** Not theirs to say in any case: what was bought, and what is read from the tenant only. */
    private static final Set<String> NEVER = Set.of("/seat", "/seats", "/externalToExternal", "/callerRecording");

    /** Stands for all of a user's forwarding. */
    static final String FORWARDING = "/forwarding";

    static final Set<String> ALL = Collections.unmodifiableSet(all());

    private Options() {}

    private static Set<String> all() {
        Set<String> pointers = new TreeSet<>();
        collect("", RecordingRules.class, pointers);
        pointers.add(FORWARDING);
        // where to and after how long belong together
        for (RecordComponent when : ForwardingRules.class.getRecordComponents()) {
            pointers.add(FORWARDING + "/" + when.getName());
        }
        return pointers;
    }

    private static void collect(String above, Class<?> type, Set<String> pointers) {
        Arrays.stream(type.getRecordComponents())
                .filter(component -> !NEVER.contains(above + "/" + component.getName()))
                .forEach(component -> add(above + "/" + component.getName(), component, pointers));
    }

    private static void add(String pointer, RecordComponent component, Set<String> pointers) {
        pointers.add(pointer);
        Class<?> type = component.getType();
        if (type.isRecord() && !type.getSimpleName().endsWith("Id")) {
            collect(pointer, type, pointers);
        }
    }
}
