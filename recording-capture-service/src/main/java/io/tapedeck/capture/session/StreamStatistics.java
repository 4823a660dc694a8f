package io.tapedeck.capture.session;

import io.tapedeck.contracts.captures.MediaStream.Component;
import java.time.Duration;
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
 * @param rejected of these, the ones from a foreign source
 * @param unauthentic of an encrypted stream: packets that were relayed and are in no recording, for no key fitted
 * @param firstPacketNanos {@link System#nanoTime()}; {@link Long#MIN_VALUE} before the first packet
 * @param lastPacketNanos {@link System#nanoTime()}; {@link Long#MIN_VALUE} before the first packet
 * @param longestGap between two packets
 */
public record StreamStatistics(
        StreamKey key,
        int localPort,
        @Nullable MediaAddress source,
        @Nullable MediaAddress signalled,
        long packets,
        long bytes,
        long errors,
        long rejected,
        long unauthentic,
        long firstPacketNanos,
        long lastPacketNanos,
        Duration longestGap,
        int ssrc,
        Reception reception) {

    public boolean isRtp() {
        return key.component() == Component.RTP;
    }
}
