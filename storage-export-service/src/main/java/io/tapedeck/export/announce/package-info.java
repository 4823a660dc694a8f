/**
 * Kafka out: publishes what waits in the outbox, and dead letters, until Kafka has acknowledged.
 */
@NullMarked
package io.tapedeck.export.announce;

import org.jspecify.annotations.NullMarked;
