package io.tapedeck.proxy.routing;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.directory.DirectoryEvent;
import org.jspecify.annotations.Nullable;

/**
 * One place to send an INVITE to.
 *
 * @param uri the new request URI
 * @param flow where to send it when that differs from the URI (NAT, TCP connection); null to follow the URI
 * @param party whom the target belongs to
 * @param trunk set for a trunk's target; holds the credentials for digest when the trunk wants some
 * @param q the binding's preference, 0 to 1
 */
public record Target(String uri, @Nullable Flow flow, Party party, DirectoryEvent.@Nullable Trunk trunk, double q) {}
