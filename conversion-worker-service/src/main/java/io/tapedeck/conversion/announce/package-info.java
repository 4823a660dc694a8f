/**
 * Kafka out: says what became of each recording, and puts aside what cannot be processed.
 */
@NullMarked
package io.tapedeck.conversion.announce;

import org.jspecify.annotations.NullMarked;
