/** SIP peers that lead outside. */
@NullMarked
package io.tapedeck.gateway.trunks;

import org.jspecify.annotations.NullMarked;
