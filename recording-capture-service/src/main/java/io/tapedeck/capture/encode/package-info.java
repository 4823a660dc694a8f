/** FFmpeg in a process of its own, which may crash, hang or be fooled by a file without harm to the calls. */
@NullMarked
package io.tapedeck.capture.encode;

import org.jspecify.annotations.NullMarked;
