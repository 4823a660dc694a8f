package io.tapedeck.proxy.routing;

import io.tapedeck.contracts.directory.DirectoryEvent.Trunk;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Trunks by the address their requests come from. The most specific source wins: address and port, then address, then
 * networks from small to large. A source that is none of these is ignored; the gateway does not let it in.
 */
final class TrunkSources {

    private final Map<SourcePattern, Trunk> trunks = new HashMap<>();
    private final List<Integer> prefixLengths;

    /**
     * @param byAge the older trunk comes first and keeps a source that two of them claim
     */
    TrunkSources(List<Trunk> byAge) {
        var lengths = new TreeSet<Integer>(Comparator.reverseOrder());
        byAge.stream()
                .filter(Trunk::enabled)
                .forEach(trunk -> trunk.sources().stream()
                        .map(SourcePattern::parse)
                        .flatMap(Optional::stream)
                        .forEach(source -> {
                            trunks.putIfAbsent(source, trunk);
                            lengths.add(source.prefixLength());
                        }));
        prefixLengths = List.copyOf(lengths);
    }

    @Nullable
    Trunk find(InetSocketAddress source) {
        if (trunks.isEmpty() || source.getAddress() == null) {
            return null;
        }
        byte[] address = source.getAddress().getAddress();
        Trunk exact = trunks.get(SourcePattern.of(address, address.length * Byte.SIZE, source.getPort()));
        if (exact != null) {
            return exact;
        }
        for (int length : prefixLengths) {
            Trunk trunk = length > address.length * Byte.SIZE
                    ? null
                    : trunks.get(SourcePattern.of(address, length, SourcePattern.ANY_PORT));
            if (trunk != null) {
                return trunk;
            }
        }
        return null;
    }
}
