/** Topic {@code tapedeck.recordings}: media files and failures, written by the conversion workers. */
@NullMarked
package io.tapedeck.contracts.recordings;

import org.jspecify.annotations.NullMarked;
