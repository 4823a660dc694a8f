package io.tapedeck.protocol.rtp;

import java.nio.ByteBuffer;

/**
 * Reads an RTP packet where it lies (RFC 3550, 5.1 and 5.3.1). One view is wrapped around packet after packet; nothing but
 * {@link #payload()} allocates. It reads bytes, so the buffer's byte order and position do not matter, and it changes neither.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * |                           timestamp                           |
 * |           synchronization source (SSRC) identifier            |
 * |            contributing source (CSRC) identifiers  (CC times) |
 * |      defined by profile       |  length in 32-bit words       | if X
 * |                        header extension                       | if X
 * |                            payload                            |
 * |                               padding         | padding count | if P
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>Values mean something only after a {@code wrap} that returned true, and until the buffer changes. Not safe for use by several
 * threads.
 */
public final class RtpPacketView {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(RtpPackets.HEADER_LENGTH);
    private static final int VERSION_BITS = 0xC0;
    private static final int VERSION_2 = 0x80;
    private static final int PADDING_BIT = 0x20;
    private static final int EXTENSION_BIT = 0x10;
    private static final int CSRC_COUNT_BITS = 0x0F;
    private static final int EXTENSION_HEADER_LENGTH = 4;

    private ByteBuffer buffer = NOTHING;
    private int start;
    private int payloadOffset;
    private int payloadLength;

    /** As {@link #wrap(ByteBuffer, int, int)} for the bytes from position to limit. */
    public boolean wrap(ByteBuffer packet) {
        return wrap(packet, packet.position(), packet.remaining());
    }

    /**
     * @param offset index of the packet's first byte in the buffer, whatever its position
     * @return false when the bytes are not a well-formed RTP packet of version 2; the view then still shows what it showed before
     */
    public boolean wrap(ByteBuffer packet, int offset, int length) {
        return wrap(packet, offset, length, PADDING_BIT);
    }

    /**
     * The same for a packet whose payload is encrypted (RFC 3711, 3.1): padding is part of what nobody can read yet, so it
     * counts as payload.
     */
    public boolean wrapEncrypted(ByteBuffer packet, int offset, int length) {
        return wrap(packet, offset, length, 0);
    }

    private boolean wrap(ByteBuffer packet, int offset, int length, int paddingBit) {
        if (offset < 0 || length < RtpPackets.HEADER_LENGTH || offset > packet.limit() - length) {
            return false;
        }
        int first = packet.get(offset);
        if ((first & VERSION_BITS) != VERSION_2) {
            return false;
        }
        int header = headerLength(packet, offset, length, first);
        boolean padded = (first & paddingBit) != 0;
        int padding = padded ? packet.get(offset + length - 1) & 0xFF : 0;
        boolean paddingCountsItself = !padded || padding > 0;
        if (header > length - padding || !paddingCountsItself) {
            return false;
        }
        this.buffer = packet;
        this.start = offset;
        this.payloadOffset = offset + header;
        this.payloadLength = length - padding - header;
        return true;
    }

    /** Fixed header, CSRCs and extension; more than {@code length} when they do not fit. */
    private static int headerLength(ByteBuffer packet, int offset, int length, int first) {
        int header = RtpPackets.HEADER_LENGTH + Integer.BYTES * (first & CSRC_COUNT_BITS);
        if ((first & EXTENSION_BIT) == 0) {
            return header;
        }
        header += EXTENSION_HEADER_LENGTH;
        if (header > length) {
            return header;
        }
        return header + Integer.BYTES * RtpPackets.unsignedShort(packet, offset + header - Short.BYTES);
    }

    /** 0 to 127. */
    public int payloadType() {
        return buffer.get(start + 1) & 0x7F;
    }

    public boolean marker() {
        return buffer.get(start + 1) < 0; // the top bit
    }

    /** 0 to 65,535. */
    public int sequenceNumber() {
        return RtpPackets.unsignedShort(buffer, start + 2);
    }

    /** 32 bits, unsigned. */
    public int timestamp() {
        return RtpPackets.word(buffer, start + 4);
    }

    /** 32 bits, unsigned. */
    public int ssrc() {
        return RtpPackets.word(buffer, start + 8);
    }

    public int csrcCount() {
        return buffer.get(start) & CSRC_COUNT_BITS;
    }

    public boolean hasExtension() {
        return (buffer.get(start) & EXTENSION_BIT) != 0;
    }

    /** Index of the payload's first byte in the wrapped buffer. */
    public int payloadOffset() {
        return payloadOffset;
    }

    /** Bytes without header, extension and padding; 0 is well-formed. */
    public int payloadLength() {
        return payloadLength;
    }

    /**
     * @throws IndexOutOfBoundsException when the payload does not fit into the target
     */
    public void copyPayload(byte[] target, int targetOffset) {
        buffer.get(payloadOffset, target, targetOffset, payloadLength);
    }

    /** The payload as a buffer of its own over the same bytes. The only method here that allocates. */
    public ByteBuffer payload() {
        return buffer.slice(payloadOffset, payloadLength);
    }
}
