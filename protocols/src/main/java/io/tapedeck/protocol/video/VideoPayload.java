package io.tapedeck.protocol.video;

/** The payload format of one stream: pieces of a picture go in, the picture comes out. One thread. */
public sealed interface VideoPayload permits H264Payload, Vp8Payload {

    /** What the pieces of a picture came to. */
    enum Outcome {
        /** No picture in them; parameter sets perhaps. */
        NOTHING,
        /** Something is missing or makes no sense. */
        BROKEN,
        /** Can be decoded when the pictures before it were. */
        DELTA,
        /** Decoding can begin here. */
        KEY
    }

    VideoCodec codec();

    /** A new picture begins; what is left of the one before is forgotten. */
    void begin();

    /** Adds the next packet's payload. Nonsense is remembered until {@link #end}. */
    void append(byte[] payload, int length);

    /** @param startUncertain packets were lost before the first piece */
    Outcome end(boolean startUncertain);

    /** The picture that ended as {@link Outcome#DELTA} or {@link Outcome#KEY}; a copy. */
    byte[] picture();
}
