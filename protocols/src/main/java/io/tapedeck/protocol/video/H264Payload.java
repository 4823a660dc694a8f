package io.tapedeck.protocol.video;

/**
 * H.264 in RTP (RFC 6184), packetization modes 0 and 1.
 *
 * <pre>
 * single NAL unit (5.6):  |F|NRI|Type 1-23| the unit's bytes ...
 * STAP-A (5.7.1):         |F|NRI|24| size (16) | NAL unit | size (16) | NAL unit | ...
 * FU-A (5.8):             |F|NRI|28| |S|E|R|Type| a part of the unit, without its first byte
 * </pre>
 *
 * <p>The picture comes out in the byte stream format, four-byte start codes. A key frame always has the parameter sets with it: those
 * in the stream, else those seen before or in the SDP.
 */
final class H264Payload implements VideoPayload {

    private static final int TYPE_BITS = 0x1F;
    private static final int NRI_BITS = 0xE0; // with F
    private static final int SLICE = 1;
    private static final int PARTITION_A = 2;
    private static final int IDR_SLICE = 5;
    private static final int FILLER = 12;
    private static final int LAST_SINGLE = 23;
    private static final int STAP_A = 24;
    private static final int FU_A = 28;
    private static final int FU_START = 0x80;
    private static final int FU_END = 0x40;

    /** The first macroblock's number begins a slice; 0 is the single bit 1 (H.264, 7.3.3 and 9.1). */
    private static final int FIRST_MACROBLOCK = 0x80;

    private final ParameterSets sets;
    private final FrameBytes frame = new FrameBytes();
    private boolean broken;
    private boolean fragmented;
    private int unitAt;
    private boolean picture;
    private boolean key;
    private boolean setsInBand;
    private boolean fromTop;

    H264Payload(ParameterSets sets) {
        this.sets = sets;
    }

    @Override
    public VideoCodec codec() {
        return VideoCodec.H264;
    }

    @Override
    public void begin() {
        frame.clear();
        broken = false;
        fragmented = false;
        picture = false;
        key = false;
        setsInBand = false;
        fromTop = false;
    }

    @Override
    public void append(byte[] payload, int length) {
        if (length == 0) {
            return;
        }
        int type = payload[0] & TYPE_BITS;
        if (fragmented && type != FU_A) {
            broken = true;
        }
        if (type == STAP_A) {
            aggregate(payload, length);
        } else if (type == FU_A) {
            fragment(payload, length);
        } else if (type > 0 && type <= LAST_SINGLE) {
            unit(payload, 0, length);
        } else {
            broken = true; // interleaved mode, or reserved
        }
    }

    private void aggregate(byte[] payload, int length) {
        int at = 1;
        while (at + Short.BYTES <= length) {
            int size = (payload[at] & 0xFF) << Byte.SIZE | payload[at + 1] & 0xFF;
            at += Short.BYTES;
            if (size == 0 || size > length - at) {
                broken = true;
                return;
            }
            unit(payload, at, size);
            at += size;
        }
    }

    private void fragment(byte[] payload, int length) {
        if (length < 2) {
            broken = true;
            return;
        }
        boolean start = (payload[1] & FU_START) != 0;
        if (start == fragmented) { // a start inside a unit, or a part of a unit whose start is missing
            broken = true;
        }
        if (start) {
            startUnit();
            frame.put(payload[0] & NRI_BITS | payload[1] & TYPE_BITS);
        }
        frame.put(payload, 2, length - 2);
        fragmented = true;
        if ((payload[1] & FU_END) != 0) {
            fragmented = false;
            endUnit();
        }
    }

    private void unit(byte[] payload, int from, int length) {
        if ((payload[from] & TYPE_BITS) == FILLER) {
            return;
        }
        sets.add(payload, from, length);
        startUnit();
        frame.put(payload, from, length);
        endUnit();
    }

    private void startUnit() {
        frame.put(0);
        frame.put(0);
        frame.put(0);
        frame.put(1);
        unitAt = frame.length();
    }

    private void endUnit() {
        if (frame.overflowed() || frame.length() <= unitAt) {
            broken = true;
            return;
        }
        int type = frame.at(unitAt) & TYPE_BITS;
        setsInBand |= type == ParameterSets.SEQUENCE;
        if (type == SLICE || type == PARTITION_A || type == IDR_SLICE) {
            slice(type);
        }
    }

    private void slice(int type) {
        if (frame.length() < unitAt + 2) {
            broken = true;
            return;
        }
        if (!picture) {
            fromTop = (frame.at(unitAt + 1) & FIRST_MACROBLOCK) != 0;
        }
        picture = true;
        key |= type == IDR_SLICE;
    }

    @Override
    public Outcome end(boolean startUncertain) {
        if (broken || fragmented || frame.overflowed() || (startUncertain && picture && !fromTop)) {
            return Outcome.BROKEN;
        }
        if (!picture) {
            return Outcome.NOTHING;
        }
        if (!key) {
            return Outcome.DELTA;
        }
        return setsInBand || !sets.all().isEmpty() ? Outcome.KEY : Outcome.BROKEN;
    }

    @Override
    public byte[] picture() {
        return key && !setsInBand ? withSets() : frame.copy();
    }

    private byte[] withSets() {
        byte[] tail = frame.copy();
        frame.clear();
        for (byte[] unit : sets.all()) {
            startUnit();
            frame.put(unit, 0, unit.length);
        }
        frame.put(tail, 0, tail.length);
        return frame.copy();
    }
}
