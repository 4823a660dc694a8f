package io.tapedeck.proxy.recording;

import io.tapedeck.contracts.SessionId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Highest random weight: each node has its own hash of the session, the highest comes first (Thaler, Ravishankar). */
final class RendezvousHash {

    private RendezvousHash() {}

    static List<String> ranked(SessionId session, Collection<String> nodes) {
        return nodes.stream()
                .sorted(Comparator.comparingLong((String node) -> weight(session, node))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** FNV-1a over the node's name, then the finaliser of MurmurHash3 with both halves of the id mixed in. */
    private static long weight(SessionId session, String node) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < node.length(); i++) {
            hash = (hash ^ node.charAt(i)) * 0x100000001b3L;
        }
        hash = mixed(hash ^ session.value().getMostSignificantBits());
        return mixed(hash ^ session.value().getLeastSignificantBits());
    }

    private static long mixed(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
