package io.tapedeck.testkit.leaks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What this process holds at one moment.
 *
 * @param threads names by thread id
 * @param descriptors number of descriptors by what they point at
 */
record Footprint(Map<Long, String> threads, Map<String, Integer> descriptors) {

    static Footprint take() {
        WarmUp.once();
        return new Footprint(LiveThreads.now(), OpenDescriptors.now());
    }

    /** What is here and was not there. */
    Footprint minus(Footprint earlier) {
        var newThreads = new HashMap<>(threads);
        newThreads.keySet().removeAll(earlier.threads.keySet());
        var newDescriptors = new HashMap<String, Integer>();
        descriptors.forEach((target, count) -> {
            int more = count - earlier.descriptors.getOrDefault(target, 0);
            if (more > 0) {
                newDescriptors.put(target, more);
            }
        });
        return new Footprint(newThreads, newDescriptors);
    }

    /** One line for each thread and descriptor that no shared server owns. */
    List<String> describe() {
        var lines = new ArrayList<String>();
        threads.forEach((id, name) -> {
            if (!Infrastructure.ownsThread(id, name)) {
                lines.add("thread #" + id + " \"" + name + "\"");
            }
        });
        descriptors.forEach((target, count) -> {
            if (!Infrastructure.ownsDescriptor(target)) {
                lines.add((count > 1 ? count + " descriptors " : "descriptor ") + describe(target));
            }
        });
        return lines.stream().sorted().toList();
    }

    private static String describe(String target) {
        return OpenDescriptors.addresses(target)
                .map(addresses -> target + " " + addresses)
                .orElse(target);
    }
}
