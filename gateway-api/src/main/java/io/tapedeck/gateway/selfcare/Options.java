package io.tapedeck.gateway.selfcare;

import io.tapedeck.contracts.directory.RecordingRules;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** The places of a user's settings document that a tenant may let its users change, as JSON pointers. */
final class Options {

    /** Not theirs to say in any case: what was bought, and what is read from the tenant only. */
    private static final Set<String> NEVER = Set.of("/seat", "/seats", "/externalToExternal", "/callerRecording");

    static final Set<String> ALL = Collections.unmodifiableSet(all());

    private Options() {}

    private static Set<String> all() {
        Set<String> pointers = new TreeSet<>();
        collect("", RecordingRules.class, pointers);
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
