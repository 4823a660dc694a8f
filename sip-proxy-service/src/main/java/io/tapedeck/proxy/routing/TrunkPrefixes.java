package io.tapedeck.proxy.routing;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.DirectoryEvent.Trunk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Trunks by dialled prefix. A look-up costs at most one hash per character of the longest prefix. */
final class TrunkPrefixes {

    private final Map<String, List<Trunk>> trunks = new HashMap<>();
    private final int longest;

    /**
     * @param byAge the older trunk comes first
     */
    TrunkPrefixes(List<Trunk> byAge) {
        for (Trunk trunk : byAge) {
            for (String prefix : trunk.prefixes()) {
                trunks.computeIfAbsent(prefix, _ -> new ArrayList<>(1)).add(trunk);
            }
        }
        longest = trunks.keySet().stream().mapToInt(String::length).max().orElse(-1);
    }

    List<Trunk> find(TenantId tenant, String number) {
        for (int length = Math.min(longest, number.length()); length >= 0; length--) {
            List<Trunk> usable = trunks.getOrDefault(number.substring(0, length), List.of()).stream()
                    .filter(trunk -> trunk.tenantId() == null || tenant.equals(trunk.tenantId()))
                    .sorted(Comparator.comparing(trunk -> trunk.tenantId() == null)) // stable: age stays
                    .toList();
            if (!usable.isEmpty()) {
                return usable;
            }
        }
        return List.of();
    }
}
