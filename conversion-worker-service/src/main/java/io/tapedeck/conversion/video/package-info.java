/**
 * The pictures of a call: each party's video put on the time line of the sound, and held for the files that show it until their sound
 * has come as far. Pure; FFmpeg has its home elsewhere.
 */
@NullMarked
package io.tapedeck.conversion.video;

import org.jspecify.annotations.NullMarked;
