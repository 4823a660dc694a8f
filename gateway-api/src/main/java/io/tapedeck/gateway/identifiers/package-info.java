/** New identifiers: UUIDs of version 7, so that the order of ids is the order of birth. */
@NullMarked
package io.tapedeck.gateway.identifiers;

import org.jspecify.annotations.NullMarked;
