/**
 * Kafka in: takes sealed captures from the work queue and acknowledges each when its result is out.
 */
@NullMarked
package io.tapedeck.conversion.intake;

import org.jspecify.annotations.NullMarked;
