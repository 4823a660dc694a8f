/** The catalogue of recordings, as the public sees it. */
@NullMarked
package io.tapedeck.gateway.recordings;

import org.jspecify.annotations.NullMarked;
