package io.tapedeck.protocol.video;

/**
 * VP8 in RTP (RFC 7741, 4.2): each packet has a descriptor, then a part of the frame.
 *
 * <pre>
 *  0 1 2 3 4 5 6 7
 * |X|R|N|S|R| PID |   S: a partition begins; PID: its number
 * |I|L|T|K| RSV   |   if X
 * |M| PictureID   |   if I, 7 bits; if M another 8 follow
 * |   TL0PICIDX   |   if L
 * |TID|Y| KEYIDX  |   if T or K
 * </pre>
 *
 * <p>The frame's first byte has P = 0 in its lowest bit for a key frame, which has the start code 9D 01 2A behind three bytes
 * (RFC 6386, 9.1).
 */
final class Vp8Payload implements VideoPayload {

    private static final int EXTENDED = 0x80;
    private static final int START_AND_PARTITION = 0x17;
    private static final int FIRST_PARTITION_STARTS = 0x10;
    private static final int PICTURE_ID = 0x80;
    private static final int TL0_PICTURE_INDEX = 0x40;
    private static final int LAYER_OR_KEY_INDEX = 0x30;
    private static final int LONG_PICTURE_ID = 0x80;
    private static final int KEY_HEADER = 10;

    private final FrameBytes frame = new FrameBytes();
    private boolean broken;

    @Override
    public VideoCodec codec() {
        return VideoCodec.VP8;
    }

    @Override
    public void begin() {
        frame.clear();
        broken = false;
    }

    @Override
    public void append(byte[] payload, int length) {
        if (length == 0) {
            return;
        }
        int at = descriptorLength(payload, length);
        if (at >= length) {
            broken = true;
            return;
        }
        boolean starts = (payload[0] & START_AND_PARTITION) == FIRST_PARTITION_STARTS;
        if (starts != (frame.length() == 0)) {
            broken = true;
        }
        frame.put(payload, at, length - at);
    }

    /** More than the payload where it is torn. */
    private static int descriptorLength(byte[] payload, int length) {
        if ((payload[0] & EXTENDED) == 0) {
            return 1;
        }
        if (length < 3) {
            return length;
        }
        int flags = payload[1];
        int at = 2;
        if ((flags & PICTURE_ID) != 0) {
            at += (payload[2] & LONG_PICTURE_ID) != 0 ? 2 : 1;
        }
        if ((flags & TL0_PICTURE_INDEX) != 0) {
            at++;
        }
        if ((flags & LAYER_OR_KEY_INDEX) != 0) {
            at++;
        }
        return at;
    }

    @Override
    public Outcome end(boolean startUncertain) {
        if (broken || frame.overflowed()) {
            return Outcome.BROKEN;
        }
        if (frame.length() == 0) {
            return Outcome.NOTHING;
        }
        if ((frame.at(0) & 1) != 0) {
            return Outcome.DELTA;
        }
        boolean started =
                frame.length() > KEY_HEADER && frame.at(3) == 0x9D && frame.at(4) == 0x01 && frame.at(5) == 0x2A;
        return started ? Outcome.KEY : Outcome.BROKEN;
    }

    @Override
    public byte[] picture() {
        return frame.copy();
    }
}
