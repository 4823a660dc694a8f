/** One call as the capture node sees it: two parties, the media lines between them, and what of it is recorded. Decides; sockets, disk and wire are behind the interfaces it declares. */
@NullMarked
package io.tapedeck.capture.session;

import org.jspecify.annotations.NullMarked;
