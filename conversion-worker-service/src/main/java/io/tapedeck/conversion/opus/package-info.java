/**
 * The operating system's libopus, where it has one: the same decoder as FFmpeg's, but built for this processor.
 */
@NullMarked
package io.tapedeck.conversion.opus;

import org.jspecify.annotations.NullMarked;
