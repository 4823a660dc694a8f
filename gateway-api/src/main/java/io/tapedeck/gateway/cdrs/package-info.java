/** Call detail records, as the public sees them. */
@NullMarked
package io.tapedeck.gateway.cdrs;

import org.jspecify.annotations.NullMarked;
