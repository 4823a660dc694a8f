/**
 * Session descriptions (RFC 8866) as a relay needs them: what it understands can be read and changed, everything else stays as it
 * was, in its order. Input is bounded in size, lines and media before anything is kept.
 */
@NullMarked
package io.tapedeck.protocol.sdp;

import org.jspecify.annotations.NullMarked;
