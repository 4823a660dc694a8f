/** What goes over Kafka: the envelope, identifiers and values that more than one topic uses. */
@NullMarked
package io.tapedeck.contracts;

import org.jspecify.annotations.NullMarked;
