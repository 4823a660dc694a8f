/**
 * Raw capture to media files. {@link io.tapedeck.conversion.ConversionApplication} starts the service; everything else is in
 * the packages below.
 */
@NullMarked
package io.tapedeck.conversion;

import org.jspecify.annotations.NullMarked;
