package io.tapedeck.protocol.pcapng;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
    static final int OPTION_TIME_OFFSET = 14;

    private static final int ENHANCED_PACKET_OVERHEAD = 32;
    private static final int SECTION_FIXED = 32; // with the end of the options
    private static final int INTERFACE_FIXED = 24; // with the end of the options
    private static final int OPTION_HEADER = 4;
    private static final byte NANOSECONDS = 9; // resolution 10^-9
    private static final int LONGEST_OPTION = 0xffff;

    private PcapngWriter() {}

    /**
     * @param comment may have several lines; what goes beyond 65,535 bytes of UTF-8 is cut off
     * @throws BufferOverflowException when the block does not fit; then nothing is written
     */
    public static void sectionHeader(ByteBuffer out, @Nullable String comment, String application) {
        byte[] comments = utf8(comment);
        byte[] writer = utf8(application);
        ByteOrder order = out.order();
        int start = begin(out, SECTION_HEADER, SECTION_FIXED + optionLength(comments) + optionLength(writer));
        out.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
        option(out, OPTION_COMMENT, comments);
        option(out, OPTION_APPLICATION, writer);
        out.putInt(OPTION_END);
        end(out, start, order);
    }

    /**
     * The interface's number is its place among the interfaces of the section, from 0. Times on it are nanoseconds.
     *
     * @param comment may have several lines, such as an SDP; what goes beyond 65,535 bytes of UTF-8 is cut off
     * @throws BufferOverflowException when the block does not fit; then nothing is written
     */
    public static void interfaceDescription(
            ByteBuffer out, int linkType, String name, String description, @Nullable String comment) {
        byte[] comments = utf8(comment);
        byte[] names = utf8(name);
        byte[] descriptions = utf8(description);
        byte[] resolution = {NANOSECONDS};
        ByteOrder order = out.order();
        int options = optionLength(comments) + optionLength(names) + optionLength(descriptions);
        int start = begin(out, INTERFACE_DESCRIPTION, INTERFACE_FIXED + options + optionLength(resolution));
        out.putShort((short) linkType).putShort((short) 0).putInt(0);
        option(out, OPTION_COMMENT, comments);
        option(out, OPTION_NAME, names);
        option(out, OPTION_DESCRIPTION, descriptions);
        option(out, OPTION_RESOLUTION, resolution);
        out.putInt(OPTION_END);
        end(out, start, order);
    }

    /** The size of the block for a frame of {@code capturedLength} bytes. */
    public static int enhancedPacketLength(int capturedLength) {
        return ENHANCED_PACKET_OVERHEAD + padded(capturedLength);
    }

    /**
     * @param unixNanos arrival in nanoseconds since 1970
     * @param frame taken from its position to its limit; its position moves to the limit
     * @throws BufferOverflowException when the block does not fit; then nothing is written
     */
    public static void enhancedPacket(ByteBuffer out, int interfaceIndex, long unixNanos, ByteBuffer frame) {
        ByteOrder order = out.order();
        int length = frame.remaining();
        int start = begin(out, ENHANCED_PACKET, enhancedPacketLength(length));
        out.putInt(interfaceIndex).putInt((int) (unixNanos >>> 32)).putInt((int) unixNanos);
        out.putInt(length).putInt(length).put(frame);
        pad(out, length);
        end(out, start, order);
    }

    /**
     * The same for a frame that is in two places; for those who write very many.
     *
     * @param header the frame's beginning
     * @param memory has the rest of it at {@code from}; neither its position nor its limit moves
     * @throws BufferOverflowException when the block does not fit; then nothing is written
     */
    public static void enhancedPacket(
            ByteBuffer out, int interfaceIndex, long unixNanos, byte[] header, ByteBuffer memory, int from, int rest) {
        ByteOrder order = out.order();
        int length = header.length + rest;
        int start = begin(out, ENHANCED_PACKET, enhancedPacketLength(length));
        out.putInt(interfaceIndex).putInt((int) (unixNanos >>> 32)).putInt((int) unixNanos);
        out.putInt(length).putInt(length).put(header);
        int at = out.position();
        out.put(at, memory, from, rest).position(at + rest);
        pad(out, length);
        end(out, start, order);
    }

    private static int begin(ByteBuffer out, int type, int total) {
        if (out.remaining() < total) {
            throw new BufferOverflowException();
        }
        int start = out.position();
        out.order(ByteOrder.LITTLE_ENDIAN).putInt(type).putInt(total);
        return start;
    }

    private static void end(ByteBuffer out, int start, ByteOrder order) {
        out.putInt(out.getInt(start + Integer.BYTES)).order(order);
    }

    /** An empty text needs no option. */
    private static int optionLength(byte[] value) {
        return value.length == 0 ? 0 : OPTION_HEADER + padded(value.length);
    }

    private static void option(ByteBuffer out, int code, byte[] value) {
        if (value.length > 0) {
            out.putShort((short) code).putShort((short) value.length).put(value);
            pad(out, value.length);
        }
    }

    private static byte[] utf8(@Nullable String text) {
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= LONGEST_OPTION) {
            return bytes;
        }
        int end = LONGEST_OPTION;
        while ((bytes[end] & 0xC0) == 0x80) { // not inside a character
            end--;
        }
        return Arrays.copyOf(bytes, end);
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
