/**
 * Runs a job from the raw capture to the event about its result.
 */
@NullMarked
package io.tapedeck.conversion.worker;

import org.jspecify.annotations.NullMarked;
