package io.tapedeck.capture.session;

import org.jspecify.annotations.Nullable;

/**
 * What one of our ports received.
 *
 * @param key {@code side} is the party that sends to this port
 * @param source whom the port believes; null before the first packets
 * @param signalled where the party wants its media; null before it said so
 * @param packets relayed
 * @param bytes UDP payload relayed
 * @param errors datagrams refused: foreign source, not RTP, or not sendable
 * @param lastPacketNanos {@link System#nanoTime()}; {@link Long#MIN_VALUE} before the first packet
 */
public record StreamStatistics(
        StreamKey key,
        int localPort,
        @Nullable MediaAddress source,
        @Nullable MediaAddress signalled,
        long packets,
        long bytes,
        long errors,
        long lastPacketNanos,
        int ssrc) {}
