/**
 * Where finished recordings go. A recording is in the store whole or not at all.
 */
@NullMarked
package io.tapedeck.conversion.store;

import org.jspecify.annotations.NullMarked;
