/**
 * The only home of native code: encoders of FFmpeg behind {@link io.tapedeck.conversion.media.MediaWriter}. Whatever is
 * allocated here is freed here, by {@code close}.
 */
@NullMarked
package io.tapedeck.conversion.ffmpeg;

import org.jspecify.annotations.NullMarked;
