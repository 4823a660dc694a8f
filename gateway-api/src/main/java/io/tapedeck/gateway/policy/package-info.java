/** Explains who would be recorded; asks the sip-proxy, which decides about the real calls. */
@NullMarked
package io.tapedeck.gateway.policy;

import org.jspecify.annotations.NullMarked;
