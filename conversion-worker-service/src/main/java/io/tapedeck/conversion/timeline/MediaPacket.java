package io.tapedeck.conversion.timeline;

/** One RTP packet on its way to its place. Reused: it belongs to whoever holds it, who gives it back to the {@link PacketPool}. */
final class MediaPacket {

    /** Nanoseconds since time zero of the recording; negative for what came before. */
    long arrivalNanos;

    /** Unwrapped by {@link SequenceOrder}. */
    long sequence;

    /** Packets were lost between this and the one before it. */
    boolean afterLoss;

    /** Of RTP; the time line of sound does not need it. */
    boolean marker;

    int timestamp;
    int payloadType;
    byte[] payload = new byte[512];
    int length;

    /** Room for a payload of that size; the old content is gone. */
    byte[] reserve(int size) {
        if (payload.length < size) {
            payload = new byte[size];
        }
        length = size;
        return payload;
    }
}
