package io.tapedeck.testkit.srtp;

import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.protocol.srtp.SdesKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what one source sends (RFC 3711, AES counter mode and HMAC-SHA1). It is built on the platform's ciphers alone, so
 * that it checks other implementations instead of repeating their mistakes. One thread.
 */
public final class SrtpWriter {

    public static final String SUITE = "AES_CM_128_HMAC_SHA1_80";
    public static final String SUITE_WITH_SHORT_TAG = "AES_CM_128_HMAC_SHA1_32";

    private static final Pattern MKI = Pattern.compile("\\|(\\d+):(\\d+)");
    private static final int RTCP_TAG = 10;
    private static final int RTCP_CLEAR = 8;

    private final SdesKey key;
    private final byte[] mki;
    private final Session rtp;
    private final Session rtcp;
    private final RtpPacketView view = new RtpPacketView();
    private long rollOver;
    private int lastSequence = -1;
    private int reports;

    /** @param crypto value of an {@code a=crypto} line with one key */
    public SrtpWriter(String crypto) {
        this.key = SdesKey.parse(crypto).getFirst();
        this.mki = mki(crypto);
        this.rtp = new Session(key, 0);
        this.rtcp = new Session(key, 3);
    }

    /** A key made of a number. @return the value of an {@code a=crypto} line */
    public static String crypto(int tag, String suite, long seed) {
        byte[] material = new byte[30];
        new Random(seed).nextBytes(material);
        return tag + " " + suite + " inline:" + Base64.getEncoder().encodeToString(material);
    }

    private static byte[] mki(String crypto) {
        Matcher found = MKI.matcher(crypto);
        if (!found.find()) {
            return new byte[0];
        }
        byte[] value = ByteBuffer.allocate(Long.BYTES)
                .putLong(Long.parseLong(found.group(1)))
                .array();
        return Arrays.copyOfRange(value, Long.BYTES - Integer.parseInt(found.group(2)), Long.BYTES);
    }

    /** A packet of the source, in the order in which it sends. @return the SRTP packet */
    public byte[] rtp(byte[] packet) {
        if (!view.wrapEncrypted(ByteBuffer.wrap(packet), 0, packet.length)) {
            throw new IllegalArgumentException("no RTP packet");
        }
        int sequence = view.sequenceNumber();
        rollOver += sequence < lastSequence ? 1 : 0;
        lastSequence = sequence;
        byte[] result = Arrays.copyOf(packet, packet.length + mki.length + key.tagLength());
        rtp.encrypt(result, view.payloadOffset(), packet.length, view.ssrc(), rollOver << 16 | sequence);
        byte[] turn = ByteBuffer.allocate(Integer.BYTES).putInt((int) rollOver).array();
        finish(rtp, result, packet.length, turn, key.tagLength());
        return result;
    }

    /** @return the SRTCP packet (3.4) */
    public byte[] rtcp(byte[] packet) {
        int end = packet.length + Integer.BYTES;
        byte[] result = Arrays.copyOf(packet, end + mki.length + RTCP_TAG);
        int index = ++reports;
        rtcp.encrypt(result, RTCP_CLEAR, packet.length, ByteBuffer.wrap(packet).getInt(4), index);
        ByteBuffer.wrap(result).putInt(packet.length, index | 1 << 31);
        finish(rtcp, result, end, new byte[0], RTCP_TAG);
        return result;
    }

    private void finish(Session session, byte[] result, int end, byte[] behind, int tagLength) {
        System.arraycopy(mki, 0, result, end, mki.length);
        byte[] tag = session.tag(Arrays.copyOf(result, end), behind);
        System.arraycopy(tag, 0, result, end + mki.length, tagLength);
    }

    /** The keys for RTP or for RTCP (4.3). */
    private static final class Session {

        private final byte[] encryption;
        private final byte[] authentication;
        private final byte[] salt;

        Session(SdesKey key, int firstLabel) {
            encryption = derive(key, firstLabel, 16);
            authentication = derive(key, firstLabel + 1, 20);
            salt = derive(key, firstLabel + 2, 14);
        }

        private static byte[] derive(SdesKey key, int label, int length) {
            byte[] counter = Arrays.copyOf(key.masterSalt(), 16);
            counter[7] ^= (byte) label;
            return counterMode(key.masterKey(), counter, new byte[length], 0, length);
        }

        void encrypt(byte[] packet, int from, int to, int ssrc, long index) {
            ByteBuffer counter = ByteBuffer.allocate(16).put(salt);
            counter.putInt(4, counter.getInt(4) ^ ssrc);
            counter.putLong(8, counter.getLong(8) ^ index << 16);
            byte[] encrypted = counterMode(encryption, counter.array(), packet, from, to - from);
            System.arraycopy(encrypted, 0, packet, from, encrypted.length);
        }

        private static byte[] counterMode(byte[] key, byte[] counter, byte[] in, int from, int length) {
            try {
                Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
                cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
                return cipher.doFinal(in, from, length);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        byte[] tag(byte[] packet, byte[] behind) {
            try {
                Mac mac = Mac.getInstance("HmacSHA1");
                mac.init(new SecretKeySpec(authentication, "HmacSHA1"));
                mac.update(packet);
                return mac.doFinal(behind);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
