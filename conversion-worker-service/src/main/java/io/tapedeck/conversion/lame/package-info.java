/**
 * The operating system's LAME, where it has one: the same encoder as FFmpeg's, but built for this processor.
 */
@NullMarked
package io.tapedeck.conversion.lame;

import org.jspecify.annotations.NullMarked;
