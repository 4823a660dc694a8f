/** Kafka: tells the other services about every change of the directory, from an outbox, until Kafka has it. */
@NullMarked
package io.tapedeck.gateway.directory;

import org.jspecify.annotations.NullMarked;
