package io.tapedeck.gateway.forwarding;

import io.tapedeck.contracts.directory.ForwardingRules;

/**
 * The forwarding of one user as it stands.
 *
 * @param version 0 where nothing was ever set; counts the changes from there
 */
public record ForwardingDocument(long version, ForwardingRules rules) {

    static final ForwardingDocument NONE = new ForwardingDocument(0, ForwardingRules.NONE);
}
