package io.tapedeck.protocol.pcapng;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Encodes whole pcapng blocks, little endian, into a buffer that has room for them; the buffer's own byte order is left
 * as it was. See draft-ietf-opsawg-pcapng.
 *
 * <pre>
 *  every block: | type (4) | total length (4) | body, padded to 4 | total length (4) |
 *  section header body:        | 0x1A2B3C4D | major 1 | minor 0 | section length, -1 = unknown (8) | options |
 *  interface description body: | link type (2) | 0 (2) | snap length (4) | options |
 *  enhanced packet body:       | interface (4) | time high (4) | time low (4) | captured (4) | original (4) | data |
 *  option: | code (2) | length (2) | value, padded to 4 |, ended by code 0, length 0
 * </pre>
 */
public final class PcapngWriter {

    /** Frames begin with the IP header. */
    public static final int LINKTYPE_RAW = 101;

    static final int SECTION_HEADER = 0x0A0D0D0A;
    static final int INTERFACE_DESCRIPTION = 1;
    static final int ENHANCED_PACKET = 6;
    static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    static final int OPTION_END = 0;
    static final int OPTION_COMMENT = 1;
    static final int OPTION_NAME = 2;
    static final int OPTION_DESCRIPTION = 3;
    static final int OPTION_APPLICATION = 4;
    static final int OPTION_RESOLUTION = 9;

    private static final int ENHANCED_PACKET_OVERHEAD = 32;
    private static final byte NANOSECONDS = 9; // resolution 10^-9
    private static final int LONGEST_OPTION = 0xffff;

    private PcapngWriter() {}

    public static void sectionHeader(ByteBuffer out, @Nullable String comment, String application) {
        ByteOrder order = out.order();
        int start = begin(out, SECTION_HEADER);
        out.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
        if (comment != null) {
            option(out, OPTION_COMMENT, utf8(comment));
        }
        option(out, OPTION_APPLICATION, utf8(application));
        option(out, OPTION_END, new byte[0]);
        end(out, start, order);
    }

    /** The interface's number is its place among the interfaces of the file, from 0. Times on it are nanoseconds. */
    public static void interfaceDescription(
            ByteBuffer out, int linkType, String name, String description, @Nullable String comment) {
        ByteOrder order = out.order();
        int start = begin(out, INTERFACE_DESCRIPTION);
        out.putShort((short) linkType).putShort((short) 0).putInt(0);
        if (comment != null) {
            option(out, OPTION_COMMENT, utf8(comment));
        }
        option(out, OPTION_NAME, utf8(name));
        option(out, OPTION_DESCRIPTION, utf8(description));
        option(out, OPTION_RESOLUTION, new byte[] {NANOSECONDS});
        option(out, OPTION_END, new byte[0]);
        end(out, start, order);
    }

    /** The size of the block for a frame of {@code capturedLength} bytes. */
    public static int enhancedPacketLength(int capturedLength) {
        return ENHANCED_PACKET_OVERHEAD + padded(capturedLength);
    }

    /**
     * @param frame taken from its position to its limit; its position moves to the limit
     */
    public static void enhancedPacket(ByteBuffer out, int interfaceIndex, long unixNanos, ByteBuffer frame) {
        ByteOrder order = out.order();
        int length = frame.remaining();
        int start = begin(out, ENHANCED_PACKET);
        out.putInt(interfaceIndex).putInt((int) (unixNanos >>> 32)).putInt((int) unixNanos);
        out.putInt(length).putInt(length).put(frame);
        pad(out, length);
        end(out, start, order);
    }

    private static int begin(ByteBuffer out, int type) {
        int start = out.position();
        out.order(ByteOrder.LITTLE_ENDIAN).putInt(type).putInt(0);
        return start;
    }

    private static void end(ByteBuffer out, int start, ByteOrder order) {
        int total = out.position() - start + Integer.BYTES;
        out.putInt(total).putInt(start + Integer.BYTES, total).order(order);
    }

    private static void option(ByteBuffer out, int code, byte[] value) {
        out.putShort((short) code).putShort((short) value.length).put(value);
        pad(out, value.length);
    }

    private static byte[] utf8(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= LONGEST_OPTION ? bytes : java.util.Arrays.copyOf(bytes, LONGEST_OPTION);
    }

    private static void pad(ByteBuffer out, int length) {
        for (int i = length; i < padded(length); i++) {
            out.put((byte) 0);
        }
    }

    static int padded(int length) {
        return length + 3 & ~3;
    }
}
