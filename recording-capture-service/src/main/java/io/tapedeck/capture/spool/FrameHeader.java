package io.tapedeck.capture.spool;

import io.tapedeck.protocol.ip.UdpFrame;
import java.nio.ByteBuffer;

/**
 * The IP and UDP header of the packets that come in at one place. Those of a call come from one source, and mostly with
 * one length: then the header of the packet before is that of the next one. Writer thread only.
 */
final class FrameHeader {

    private static final int PORT_AND_ADDRESS_LENGTH = 0xFF_FFFF;
    private static final int IPV6 = 16;

    private final byte[] localAddress;
    private final int localPort;
    private final byte[] bytes;
    private final ByteBuffer out;
    private final byte[] source;

    /** Of the packet that the header was made for. */
    private int length = -1;

    private int portAndAddressLength;
    private long addressBegin;
    private long addressEnd;

    /** @param localAddress in network byte order; not copied */
    FrameHeader(byte[] localAddress, int localPort) {
        this.localAddress = localAddress;
        this.localPort = localPort;
        this.bytes = new byte[UdpFrame.headerLength(localAddress.length == IPV6)];
        this.out = ByteBuffer.wrap(bytes);
        this.source = new byte[localAddress.length];
    }

    int length() {
        return bytes.length;
    }

    /**
     * @param records of a {@link PacketRing}
     * @return the header for that record; good until the next is asked for
     * @throws IllegalArgumentException when it came from an address of the other family
     */
    byte[] of(ByteBuffer records, int record) {
        if (!isSame(records, record)) {
            write(records, record);
        }
        return bytes;
    }

    private boolean isSame(ByteBuffer records, int record) {
        return records.getInt(record + PacketRing.LENGTH_AT) == length
                && portAndAddressLength(records, record) == portAndAddressLength
                && addressBegin(records, record) == addressBegin
                && addressEnd(records, record) == addressEnd;
    }

    private void write(ByteBuffer records, int record) {
        length = -1; // nothing is known when the header cannot be made
        int addressLength = records.get(record + PacketRing.ADDRESS_LENGTH_AT);
        if (addressLength != source.length) {
            throw new IllegalArgumentException("addresses of " + addressLength + " and " + source.length + " bytes");
        }
        records.get(record + PacketRing.ADDRESS_AT, source);
        int port = Short.toUnsignedInt(records.getShort(record + PacketRing.PORT_AT));
        int payload = records.getInt(record + PacketRing.LENGTH_AT);
        UdpFrame.writeHeader(out.clear(), source, port, localAddress, localPort, payload);
        portAndAddressLength = portAndAddressLength(records, record);
        addressBegin = addressBegin(records, record);
        addressEnd = addressEnd(records, record);
        length = payload;
    }

    private static int portAndAddressLength(ByteBuffer records, int record) {
        return records.getInt(record + PacketRing.PORT_AT) & PORT_AND_ADDRESS_LENGTH;
    }

    private long addressBegin(ByteBuffer records, int record) {
        return source.length == IPV6
                ? records.getLong(record + PacketRing.ADDRESS_AT)
                : records.getInt(record + PacketRing.ADDRESS_AT);
    }

    /** What stands behind a shorter address is not ours to look at. */
    private long addressEnd(ByteBuffer records, int record) {
        return source.length == IPV6 ? records.getLong(record + PacketRing.ADDRESS_AT + Long.BYTES) : 0;
    }
}
