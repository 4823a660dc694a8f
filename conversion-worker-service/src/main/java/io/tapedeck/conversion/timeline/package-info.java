/**
 * Pure media arithmetic: puts the packets of a call at their place on the session's clock and gives out two channels of
 * samples, gap-free and of exactly the recorded length. Knows RTP and codecs, no files, no clock, no framework.
 */
@NullMarked
package io.tapedeck.conversion.timeline;

import org.jspecify.annotations.NullMarked;
