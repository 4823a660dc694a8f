/**
 * Kafka in: takes the events of other services from their topics, gives them to the domain, and puts records that cannot be
 * processed aside.
 */
@NullMarked
package io.tapedeck.cdr.intake;

import org.jspecify.annotations.NullMarked;
