/**
 * From RTP payloads to the frames of a video codec: H.264 (RFC 6184) and VP8 (RFC 7741). Pure, bounded in memory, and indifferent to
 * what a stranger sends.
 */
@NullMarked
package io.tapedeck.protocol.video;

import org.jspecify.annotations.NullMarked;
