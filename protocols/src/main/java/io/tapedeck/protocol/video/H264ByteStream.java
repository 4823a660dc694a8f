package io.tapedeck.protocol.video;

/** The byte stream format (H.264, Annex B) as {@link EncodedFrame} has it: every NAL unit behind 00 00 00 01. */
public final class H264ByteStream {

    private static final int START_CODE = 4;
    private static final int TYPE_BITS = 0x1F;

    private H264ByteStream() {}

    /** The parameter sets in it, with their start codes: what a container's head needs. */
    public static byte[] parameterSets(byte[] stream) {
        var found = new FrameBytes();
        int unit = nextUnit(stream, 0);
        while (unit < stream.length) {
            int next = nextUnit(stream, unit);
            int end = next < stream.length ? next - START_CODE : stream.length;
            int type = stream[unit] & TYPE_BITS;
            if (type == ParameterSets.SEQUENCE || type == ParameterSets.PICTURE) {
                found.put(stream, unit - START_CODE, end - unit + START_CODE);
            }
            unit = next;
        }
        return found.copy();
    }

    /** Behind the next start code; the length when none follows. */
    private static int nextUnit(byte[] bytes, int from) {
        for (int at = from; at + START_CODE < bytes.length; at++) {
            if (bytes[at] == 0 && bytes[at + 1] == 0 && bytes[at + 2] == 0 && bytes[at + 3] == 1) {
                return at + START_CODE;
            }
        }
        return bytes.length;
    }
}
