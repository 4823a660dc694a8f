/** Topic {@code tapedeck.calls}: the life of a call, written by the sip-proxy. */
@NullMarked
package io.tapedeck.contracts.calls;

import org.jspecify.annotations.NullMarked;
