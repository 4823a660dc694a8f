package io.tapedeck.conversion.timeline;

/**
 * A packet that has found its place.
 *
 * @param afterLoss packets are missing between the one before and this
 * @param place ticks of its clock since time zero of the recording; negative for what came before
 * @param payload valid during the call only, and only its first {@code length} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PlacedPacket(
        int payloadType, int timestamp, boolean marker, boolean afterLoss, long place, byte[] payload, int length) {}
