/** Internal HTTP of other services. */
@NullMarked
package io.tapedeck.gateway.internal;

import org.jspecify.annotations.NullMarked;
