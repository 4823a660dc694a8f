package io.tapedeck.capture.session;

/**
 * The point at which a call's packets ceased to be kept.
 *
 * @param nanoTime the relay's {@link System#nanoTime()} at the cut
 * @param lastPacketNanos arrival of the last packet that was kept; {@link Long#MIN_VALUE} when there was none
 * @param ringPosition where the packets kept so far end
 * @param droppedPackets relayed since recording began, but not kept because the ring was full
 */
public record Cut(long nanoTime, long lastPacketNanos, RingPosition ringPosition, long droppedPackets) {}
