package io.tapedeck.capture.session;

import org.jspecify.annotations.Nullable;

/**
 * Where a party is to reach us.
 *
 * @param interfaceName as the node's settings name it; null for any
 * @param ipv6 the family that the party speaks
 */
public record MediaPlace(@Nullable String interfaceName, boolean ipv6) {}
