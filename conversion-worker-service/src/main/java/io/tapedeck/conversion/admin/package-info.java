/**
 * HTTP for operators: health and metrics.
 */
@NullMarked
package io.tapedeck.conversion.admin;

import org.jspecify.annotations.NullMarked;
