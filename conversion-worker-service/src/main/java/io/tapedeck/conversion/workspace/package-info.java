/**
 * The worker's own disk: a place for what lives no longer than a job.
 */
@NullMarked
package io.tapedeck.conversion.workspace;

import org.jspecify.annotations.NullMarked;
