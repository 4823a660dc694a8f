package io.tapedeck.protocol.srtp;

import io.tapedeck.protocol.rtp.RtpPacketView;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks and decrypts the SRTP packets that one party sends (RFC 3711, AES counter mode and HMAC-SHA1). Each source has a
 * roll-over counter of its own, which follows its sequence numbers (3.3.1). One thread.
 *
 * <pre>
 * | RTP header, CSRCs, extension | payload, encrypted | MKI | authentication tag |
 * |&lt;------------- authenticated, with the roll-over counter behind -&gt;|
 * </pre>
 */
public final class SrtpReader {

    private static final int LABEL_ENCRYPTION = 0;
    private static final int LABEL_AUTHENTICATION = 1;
    private static final int LABEL_SALT = 2;
    private static final int AUTHENTICATION_KEY = 20;
    private static final int BLOCK = 16;
    private static final int HEADER = 12;
    private static final int HALF = 0x8000;

    /** A capture may begin in the middle of a call: so many roll-overs are tried on a source not yet known. */
    private static final long LATEST_START = 8;

    private static final int MOST_SOURCES = 64;

    private final int tagLength;
    private final int mkiLength;
    private final SecretKeySpec encryptionKey;
    private final byte[] salt;
    private final Cipher cipher;
    private final Mac mac;
    private final byte[] expected = new byte[AUTHENTICATION_KEY];
    private final RtpPacketView view = new RtpPacketView();
    private final Map<Integer, Source> sources = new HashMap<>();

    private static final class Source {
        long rollOver;
        int highest;
    }

    public SrtpReader(SdesKey key) {
        this.tagLength = key.tagLength();
        this.mkiLength = key.mkiLength();
        try {
            this.cipher = Cipher.getInstance("AES/CTR/NoPadding");
            this.mac = Mac.getInstance("HmacSHA1");
            byte[] session = derive(key, LABEL_ENCRYPTION, SdesKey.KEY);
            this.encryptionKey = new SecretKeySpec(session, "AES");
            this.salt = derive(key, LABEL_SALT, SdesKey.SALT);
            this.mac.init(new SecretKeySpec(derive(key, LABEL_AUTHENTICATION, AUTHENTICATION_KEY), "HmacSHA1"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES and HMAC-SHA1", e);
        }
    }

    /**
     * @param packet position to limit: an SRTP packet in an array of its own; decrypted in place, its limit then is the end of the
     *     RTP packet
     * @return false when the packet is not authentic; it is unchanged
     */
    public boolean open(ByteBuffer packet) {
        int start = packet.position();
        int end = packet.limit() - tagLength - mkiLength;
        if (end < start + HEADER || !view.wrap(withoutPadding(packet, start, end))) {
            return false;
        }
        int sequence = view.sequenceNumber();
        Source source = sources.get(view.ssrc());
        if (source == null) {
            return openFirst(packet, start, end, sequence);
        }
        long rollOver = guess(source, sequence);
        if (!authentic(packet, start, end, rollOver)) {
            return false;
        }
        follow(source, rollOver, sequence);
        decrypt(packet, end, rollOver, sequence);
        return true;
    }

    private boolean openFirst(ByteBuffer packet, int start, int end, int sequence) {
        for (long rollOver = 0; rollOver < LATEST_START; rollOver++) {
            if (authentic(packet, start, end, rollOver)) {
                if (sources.size() >= MOST_SOURCES) {
                    sources.clear();
                }
                var source = new Source();
                source.rollOver = rollOver;
                source.highest = sequence;
                sources.put(view.ssrc(), source);
                decrypt(packet, end, rollOver, sequence);
                return true;
            }
        }
        return false;
    }

    /** RFC 3711, appendix A. */
    private static long guess(Source source, int sequence) {
        if (source.highest < HALF) {
            return sequence - source.highest > HALF ? source.rollOver - 1 : source.rollOver;
        }
        return source.highest - HALF > sequence ? source.rollOver + 1 : source.rollOver;
    }

    private static void follow(Source source, long rollOver, int sequence) {
        if (rollOver > source.rollOver) {
            source.rollOver = rollOver;
            source.highest = sequence;
        } else if (rollOver == source.rollOver) {
            source.highest = Math.max(source.highest, sequence);
        }
    }

    private boolean authentic(ByteBuffer packet, int start, int end, long rollOver) {
        mac.update(packet.slice(start, end - start));
        mac.update(
                new byte[] {(byte) (rollOver >> 24), (byte) (rollOver >> 16), (byte) (rollOver >> 8), (byte) rollOver});
        try {
            mac.doFinal(expected, 0);
        } catch (ShortBufferException e) {
            throw new IllegalStateException(e);
        }
        int difference = 0;
        for (int i = 0; i < tagLength; i++) {
            difference |= expected[i] ^ packet.get(end + mkiLength + i);
        }
        return difference == 0;
    }

    private void decrypt(ByteBuffer packet, int end, long rollOver, int sequence) {
        var iv = new byte[BLOCK];
        System.arraycopy(salt, 0, iv, 0, salt.length);
        int ssrc = view.ssrc();
        for (int i = 0; i < Integer.BYTES; i++) {
            iv[4 + i] ^= (byte) (ssrc >> 24 - 8 * i);
            iv[8 + i] ^= (byte) (rollOver >> 24 - 8 * i);
        }
        iv[12] ^= (byte) (sequence >> 8);
        iv[13] ^= (byte) sequence;
        int payload = view.payloadOffset();
        try {
            cipher.init(Cipher.DECRYPT_MODE, encryptionKey, new IvParameterSpec(iv));
            ByteBuffer cipherText = packet.duplicate().position(payload).limit(end);
            cipher.doFinal(cipherText, packet.duplicate().position(payload).limit(end));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES in counter mode takes any input", e);
        }
        packet.limit(end);
    }

    /** Padding is inside the encrypted part: its count cannot be read yet, so the view must not look for it. */
    private static ByteBuffer withoutPadding(ByteBuffer packet, int start, int end) {
        if ((packet.get(start) & 0x20) == 0) {
            return packet.duplicate().position(start).limit(end);
        }
        var copy = new byte[end];
        packet.get(0, copy);
        copy[start] &= (byte) ~0x20;
        return ByteBuffer.wrap(copy, start, end - start);
    }

    /** Key derivation with rate 0 (RFC 3711, 4.3): AES in counter mode over nothing but zeros. */
    private byte[] derive(SdesKey key, int label, int length) throws GeneralSecurityException {
        var iv = new byte[BLOCK];
        System.arraycopy(key.masterSalt(), 0, iv, 0, SdesKey.SALT);
        iv[7] ^= (byte) label;
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key.masterKey(), "AES"), new IvParameterSpec(iv));
        return cipher.doFinal(new byte[length]);
    }
}
