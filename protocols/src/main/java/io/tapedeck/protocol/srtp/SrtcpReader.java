package io.tapedeck.protocol.srtp;

import java.nio.ByteBuffer;

/**
 * Checks and decrypts the SRTCP packets that one party sends (RFC 3711, 3.4). Each says its own index, so nothing has to be
 * remembered. Its tag has 80 bits in all suites known here (RFC 4568, 6.2). Allocates nothing for a packet. One thread.
 *
 * <pre>
 * | header, SSRC | the rest, encrypted if E | E | index, 31 bits | MKI | authentication tag |
 * |&lt;--------------------- authenticated -----------------------&gt;|
 * </pre>
 */
public final class SrtcpReader {

    private static final int TAG = 10;
    private static final int CLEAR = 8;
    private static final int INDEX_BITS = 0x7FFF_FFFF;

    private final int mkiLength;
    private final KeyStream stream;
    private final PacketTag tag;

    public SrtcpReader(SdesKey key) {
        this.mkiLength = key.mkiLength();
        var session = new SessionKeys(key, SessionKeys.RTCP);
        this.stream = session.stream();
        this.tag = session.tag();
    }

    /**
     * Decrypts a packet where it lies; moves the buffer's position.
     *
     * @param start index of the SRTCP packet, whatever the position
     * @return the length of the RTCP packet, or {@link SrtpReader#REFUSED} when it is not authentic; then it is unchanged
     */
    public int open(ByteBuffer memory, int start, int length) {
        int plain = length - Integer.BYTES - mkiLength - TAG;
        if (plain < CLEAR) {
            return SrtpReader.REFUSED;
        }
        int indexAt = start + plain;
        int end = indexAt + Integer.BYTES;
        if (!tag.begin(memory, start, end).matches(memory, end + mkiLength, TAG)) {
            return SrtpReader.REFUSED;
        }
        int index = word(memory, indexAt);
        if (index < 0) { // the E flag is the top bit
            stream.apply(memory, start + CLEAR, indexAt, word(memory, start + 4), index & INDEX_BITS);
        }
        return plain;
    }

    private static int word(ByteBuffer memory, int at) {
        return (memory.get(at) & 0xFF) << 24
                | (memory.get(at + 1) & 0xFF) << 16
                | (memory.get(at + 2) & 0xFF) << 8
                | memory.get(at + 3) & 0xFF;
    }
}
