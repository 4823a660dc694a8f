package io.tapedeck.protocol.video;

/** One picture of a video stream as its codec has it. H.264: an access unit in the byte stream format (H.264, Annex B). */
public final class EncodedFrame {

    private final VideoCodec codec;
    private final long position;
    private final boolean key;
    private final byte[] data;

    /**
     * @param position on the clock of whoever placed its packets, in ticks
     * @param key decoding can begin here
     * @param data taken over, never changed
     */
    public EncodedFrame(VideoCodec codec, long position, boolean key, byte[] data) {
        this.codec = codec;
        this.position = position;
        this.key = key;
        this.data = data;
    }

    public VideoCodec codec() {
        return codec;
    }

    public long position() {
        return position;
    }

    public boolean isKey() {
        return key;
    }

    /** Not a copy: to be read only. */
    public byte[] data() {
        return data;
    }

    /** The same picture at another place. */
    public EncodedFrame at(long otherPosition) {
        return new EncodedFrame(codec, otherPosition, key, data);
    }
}
