package io.tapedeck.testkit.rtp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts coded pictures into RTP payloads as phones do. */
public final class VideoPackets {

    private static final int TYPE_BITS = 0x1F;
    private static final int NRI_BITS = 0xE0;
    private static final int STAP_A = 24;
    private static final int FU_A = 28;
    private static final int SEQUENCE_SET = 7;
    private static final int PICTURE_SET = 8;

    private VideoPackets() {}

    /**
     * H.264, packetization mode 1 (RFC 6184): parameter sets travel together in a STAP-A, what is too long in FU-A.
     *
     * @param picture in the byte stream format
     */
    public static List<byte[]> h264(byte[] picture, int longest) {
        var payloads = new ArrayList<byte[]>();
        var sets = new ArrayList<byte[]>();
        for (byte[] unit : units(picture)) {
            int type = unit[0] & TYPE_BITS;
            if (type == SEQUENCE_SET || type == PICTURE_SET) {
                sets.add(unit);
                continue;
            }
            if (!sets.isEmpty()) {
                payloads.add(aggregate(sets));
                sets.clear();
            }
            payloads.addAll(unit.length <= longest ? List.of(unit) : fragments(unit, longest));
        }
        return payloads;
    }

    /** VP8 (RFC 7741) with a picture number of 15 bits. */
    public static List<byte[]> vp8(byte[] frame, int longest, int number) {
        var payloads = new ArrayList<byte[]>();
        for (int at = 0; at < frame.length; at += longest) {
            int length = Math.min(longest, frame.length - at);
            var payload = new byte[4 + length];
            payload[0] = (byte) (at == 0 ? 0x90 : 0x80); // X, S at the start of partition 0
            payload[1] = (byte) 0x80; // I
            payload[2] = (byte) (0x80 | number >> 8 & 0x7F); // M
            payload[3] = (byte) number;
            System.arraycopy(frame, at, payload, 4, length);
            payloads.add(payload);
        }
        return payloads;
    }

    /** NAL units without their start codes of three or four bytes. */
    public static List<byte[]> units(byte[] stream) {
        var units = new ArrayList<byte[]>();
        int begin = -1;
        for (int at = 0; at + 2 < stream.length; at++) {
            if (stream[at] == 0 && stream[at + 1] == 0 && stream[at + 2] == 1) {
                if (begin >= 0) {
                    units.add(unit(stream, begin, at));
                }
                begin = at + 3;
            }
        }
        if (begin >= 0) {
            units.add(unit(stream, begin, stream.length));
        }
        return units;
    }

    private static byte[] unit(byte[] stream, int from, int to) {
        int end = to;
        while (end > from && stream[end - 1] == 0) {
            end--; // of the next start code
        }
        return Arrays.copyOfRange(stream, from, end);
    }

    private static byte[] aggregate(List<byte[]> units) {
        var payload =
                new byte[1 + units.stream().mapToInt(unit -> 2 + unit.length).sum()];
        payload[0] = (byte) (units.getFirst()[0] & NRI_BITS | STAP_A);
        int at = 1;
        for (byte[] unit : units) {
            payload[at] = (byte) (unit.length >> Byte.SIZE);
            payload[at + 1] = (byte) unit.length;
            System.arraycopy(unit, 0, payload, at + 2, unit.length);
            at += 2 + unit.length;
        }
        return payload;
    }

    private static List<byte[]> fragments(byte[] unit, int longest) {
        var payloads = new ArrayList<byte[]>();
        for (int at = 1; at < unit.length; at += longest - 2) {
            int length = Math.min(longest - 2, unit.length - at);
            var payload = new byte[2 + length];
            payload[0] = (byte) (unit[0] & NRI_BITS | FU_A);
            int start = at == 1 ? 0x80 : 0;
            int end = at + length == unit.length ? 0x40 : 0;
            payload[1] = (byte) (start | end | unit[0] & TYPE_BITS);
            System.arraycopy(unit, at, payload, 2, length);
            payloads.add(payload);
        }
        return payloads;
    }
}
