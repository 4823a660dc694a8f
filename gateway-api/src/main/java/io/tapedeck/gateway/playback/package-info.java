/** The sound itself: media with ranges, and signed links that need no login. */
@NullMarked
package io.tapedeck.gateway.playback;

import org.jspecify.annotations.NullMarked;
