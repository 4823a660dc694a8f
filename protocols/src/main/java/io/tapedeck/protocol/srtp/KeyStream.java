package io.tapedeck.protocol.srtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in counter mode over bytes where they lie (RFC 3711, 4.1.1). The platform's cipher of that name has to be
 * initialised for each packet, which makes a dozen objects; so counters are enciphered here one by one, which makes none.
 *
 * <pre>
 *  0         4          8                 14       16
 *  | salt    | salt     | salt            | number  |
 *  |         | ^ SSRC   | ^ packet index  | of the  |
 *  |         |          |   (48 bits)     | block   |
 * </pre>
 *
 * <p>Not safe for use by several threads.
 */
final class KeyStream {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    static final int BLOCK = 16;
    /** So many blocks at a time keep the processor's AES units busy: 20 ms of G.711 in one call. */
    private static final int CHUNK = 16 * BLOCK;

    private final Cipher aes;
    private final long saltBegin;
    private final long saltEnd;
    private final byte[] counters = new byte[CHUNK];
    private final byte[] bytes = new byte[CHUNK];
    private final ByteBuffer stream = ByteBuffer.wrap(bytes);

    /** @param salt 14 bytes */
    KeyStream(byte[] key, byte[] salt) {
        byte[] block = Arrays.copyOf(salt, BLOCK);
        this.saltBegin = (long) LONGS.get(block, 0);
        this.saltEnd = (long) LONGS.get(block, Long.BYTES);
        try {
            this.aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
    }

    /**
     * Encrypts or decrypts; both are the same.
     *
     * @param index of the packet, 48 bits
     */
    void apply(ByteBuffer packet, int from, int to, int ssrc, long index) {
        long begin = saltBegin ^ Integer.toUnsignedLong(ssrc);
        long end = saltEnd ^ index << Short.SIZE;
        int block = 0;
        for (int at = from; at < to; at += CHUNK) {
            int length = Math.min(CHUNK, to - at);
            int blocks = (length + BLOCK - 1) / BLOCK;
            count(begin, end + block, blocks);
            encipher(blocks * BLOCK);
            mix(packet, at, length);
            block += blocks;
        }
    }

    private void count(long begin, long end, int blocks) {
        for (int i = 0; i < blocks; i++) {
            LONGS.set(counters, i * BLOCK, begin);
            LONGS.set(counters, i * BLOCK + Long.BYTES, end + i);
        }
    }

    private void encipher(int length) {
        try {
            int _ = aes.update(counters, 0, length, bytes, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES takes any whole blocks", e);
        }
    }

    private void mix(ByteBuffer packet, int at, int length) {
        stream.order(packet.order());
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            packet.putLong(at + i, packet.getLong(at + i) ^ stream.getLong(i));
        }
        for (; i < length; i++) {
            packet.put(at + i, (byte) (packet.get(at + i) ^ bytes[i]));
        }
    }
}
