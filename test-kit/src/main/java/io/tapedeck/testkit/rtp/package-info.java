/** Bare RTP over UDP: an end point without signalling and the replay of a capture file. */
@NullMarked
package io.tapedeck.testkit.rtp;

import org.jspecify.annotations.NullMarked;
