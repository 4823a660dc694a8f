package io.tapedeck.protocol.srtp;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The authentication tag of packets: HMAC-SHA1 (RFC 2104), cut off (RFC 3711, 4.2.1). Made of the digest alone, since the
 * platform's {@code Mac} makes three arrays for each message and this none. Not safe for use by several threads.
 */
final class PacketTag {

    static final int LONGEST = 20;
    private static final int BLOCK = 64;

    private final MessageDigest sha1;
    private final byte[] inner = new byte[BLOCK];
    private final byte[] outer = new byte[BLOCK];
    private final byte[] word = new byte[Integer.BYTES];
    private final byte[] result = new byte[LONGEST];

    PacketTag(byte[] key) {
        for (int i = 0; i < BLOCK; i++) {
            byte bits = i < key.length ? key[i] : 0;
            inner[i] = (byte) (bits ^ 0x36);
            outer[i] = (byte) (bits ^ 0x5C);
        }
        try {
            this.sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** Begins with what stands between these places; moves the buffer's position. */
    PacketTag begin(ByteBuffer packet, int from, int to) {
        int limit = packet.limit();
        sha1.update(inner);
        sha1.update(packet.limit(to).position(from)); // a slice would be an object
        packet.limit(limit);
        return this;
    }

    /** Goes on with a word that is not in the packet. */
    PacketTag word(int value) {
        for (int i = 0; i < Integer.BYTES; i++) {
            word[i] = (byte) (value >>> 24 - Byte.SIZE * i);
        }
        sha1.update(word);
        return this;
    }

    /** Ends it. @return whether the tag of that length at that place is the right one; takes the same time for each wrong one */
    boolean matches(ByteBuffer packet, int at, int length) {
        end();
        int difference = 0;
        for (int i = 0; i < length; i++) {
            difference |= result[i] ^ packet.get(at + i);
        }
        return difference == 0;
    }

    private void end() {
        try {
            int _ = sha1.digest(result, 0, LONGEST);
            sha1.update(outer);
            sha1.update(result);
            int _ = sha1.digest(result, 0, LONGEST);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-1 has 20 bytes", e);
        }
    }
}
