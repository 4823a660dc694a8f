/** Calls and recordings as cdr-service knows them, over its internal HTTP interface. */
@NullMarked
package io.tapedeck.gateway.catalogue;

import org.jspecify.annotations.NullMarked;
