/** Checks of what people write into requests. All faults of a request are told at once, each with its pointer. */
@NullMarked
package io.tapedeck.gateway.validation;

import org.jspecify.annotations.NullMarked;
