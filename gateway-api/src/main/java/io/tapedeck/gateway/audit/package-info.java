/** Who listened to what: an append-only log. */
@NullMarked
package io.tapedeck.gateway.audit;

import org.jspecify.annotations.NullMarked;
