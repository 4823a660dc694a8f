/**
 * Kafka out: publishes what waits in the outbox, and dead letters, until Kafka has acknowledged.
 */
@NullMarked
package io.tapedeck.cdr.announce;

import org.jspecify.annotations.NullMarked;
