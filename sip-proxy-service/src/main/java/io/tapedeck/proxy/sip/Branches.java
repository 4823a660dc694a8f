package io.tapedeck.proxy.sip;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The branches that may still get a response, by the branch id in our Via. Upper and lower case are the same in it (RFC 3261,
 * 7.3.1), as they are for the stack, which would end a transaction without anybody here knowing whose. Safe for any thread.
 */
final class Branches {

    private final Map<String, Branch> known = new ConcurrentHashMap<>();

    void put(Branch branch) {
        known.put(key(branch.outbound.branch()), branch);
    }

    @Nullable
    Branch get(String id) {
        return known.get(key(id));
    }

    void remove(String id) {
        known.remove(key(id));
    }

    int size() {
        return known.size();
    }

    private static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }
}
