package io.tapedeck.proxy.routing;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One place to send an INVITE to.
 *
 * @param uri the new request URI
 * @param flow where to send it when that differs from the URI (NAT, TCP connection); null to follow the URI
 * @param party whom the target belongs to
 * @param trunk set for a trunk's target; holds the credentials for digest when the trunk wants some
 * @param q the binding's preference, 0 to 1
 * @param diversions who has sent the call on to here, the first one first; empty for who was called
 */
public record Target(
        String uri,
        @Nullable Flow flow,
        Party party,
        DirectoryEvent.@Nullable Trunk trunk,
        double q,
        List<Diversion> diversions) {

    public Target {
        diversions = List.copyOf(diversions);
    }

    /** Of the one who was called. */
    public Target(String uri, @Nullable Flow flow, Party party, DirectoryEvent.@Nullable Trunk trunk, double q) {
        this(uri, flow, party, trunk, q, List.of());
    }

    /** The users who have sent the call on to here, the first one first. */
    public List<UserId> divertedBy() {
        return diversions.stream()
                .map(one -> one.by().userId())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }
}
