package io.tapedeck.protocol.rtp;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/** Writes RTP packets (RFC 3550, 5.1) and tells them from RTCP (RFC 5761, 4). */
public final class RtpPackets {

    /** Bytes before the payload of a packet without CSRCs and extension. */
    public static final int HEADER_LENGTH = 12;

    private static final int FIRST_RTCP_TYPE = 192;
    private static final int LAST_RTCP_TYPE = 223;
    private static final int VERSION_2 = 0x80;
    private static final int MARKER_BIT = 0x80;

    private RtpPackets() {}

    /**
     * Writes header and payload at the buffer's position, in network order whatever the buffer's own order is. The payload is
     * read to its limit.
     *
     * @throws BufferOverflowException when the packet does not fit; then nothing is written
     */
    public static void write(
            ByteBuffer out,
            int payloadType,
            boolean marker,
            int sequenceNumber,
            int timestamp,
            int ssrc,
            ByteBuffer payload) {
        if (payloadType < 0 || payloadType > 0x7F) {
            throw new IllegalArgumentException("payload types have 7 bits, was " + payloadType);
        }
        if (out.remaining() < HEADER_LENGTH + payload.remaining()) {
            throw new BufferOverflowException();
        }
        out.put((byte) VERSION_2);
        out.put((byte) (marker ? payloadType | MARKER_BIT : payloadType));
        putShort(out, sequenceNumber);
        putWord(out, timestamp);
        putWord(out, ssrc);
        out.put(payload);
    }

    /**
     * Whether the packet's second byte is in the range that RFC 5761 keeps for RTCP. RTP with payload types 64 to 95 and the marker
     * looks the same, so those are not to be negotiated where both share a port.
     *
     * @param offset index in the buffer, whatever its position
     */
    public static boolean looksLikeRtcp(ByteBuffer packet, int offset, int length) {
        if (offset < 0 || length < 2 || offset > packet.limit() - length) {
            return false;
        }
        int type = packet.get(offset + 1) & 0xFF;
        return type >= FIRST_RTCP_TYPE && type <= LAST_RTCP_TYPE;
    }

    static int unsignedShort(ByteBuffer buffer, int index) {
        return (buffer.get(index) & 0xFF) << 8 | buffer.get(index + 1) & 0xFF;
    }

    static int word(ByteBuffer buffer, int index) {
        return unsignedShort(buffer, index) << 16 | unsignedShort(buffer, index + 2);
    }

    static void putShort(ByteBuffer out, int value) {
        out.put((byte) (value >>> 8));
        out.put((byte) value);
    }

    static void putWord(ByteBuffer out, int value) {
        putShort(out, value >>> 16);
        putShort(out, value);
    }
}
