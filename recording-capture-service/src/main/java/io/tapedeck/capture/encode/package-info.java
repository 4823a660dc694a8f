/**
 * Sound into codecs: by FFmpeg in a process of its own, which may crash, hang or be fooled by a file without harm to the calls,
 * and what FFmpeg cannot encode, in Java.
 */
@NullMarked
package io.tapedeck.capture.encode;

import org.jspecify.annotations.NullMarked;
