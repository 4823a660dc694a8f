/**
 * RTP, RTCP and telephone events (RFC 3550, 3551, 4733, 5761): bytes to values and back. What runs once per packet is a
 * flyweight that allocates nothing; numbers that wrap have types that know it.
 */
@NullMarked
package io.tapedeck.protocol.rtp;

import org.jspecify.annotations.NullMarked;
