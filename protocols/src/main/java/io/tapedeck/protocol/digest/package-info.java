/**
 * Digest authentication as SIP uses it (RFC 3261, 22.4; RFC 7616; RFC 8760): challenges, credentials and the check of one
 * against a stored HA1. Nonces are opaque texts here; whoever issues them decides how long they live.
 */
@NullMarked
package io.tapedeck.protocol.digest;

import org.jspecify.annotations.NullMarked;
