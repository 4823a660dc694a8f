/**
 * Kafka in: takes finished recordings and orders their deliveries.
 */
@NullMarked
package io.tapedeck.export.intake;

import org.jspecify.annotations.NullMarked;
