package io.tapedeck.protocol.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** What is derived from a master key, with rate 0: AES in counter mode over nothing but zeros (RFC 3711, 4.3). */
final class SessionKeys {

    /** The first label of each (4.3.2): encryption, then authentication, then salt. */
    static final int RTP = 0;

    static final int RTCP = 3;

    private static final int LABEL_AT = 7;

    private final SdesKey master;
    private final int firstLabel;

    SessionKeys(SdesKey master, int firstLabel) {
        this.master = master;
        this.firstLabel = firstLabel;
    }

    KeyStream stream() {
        return new KeyStream(derive(firstLabel, SdesKey.KEY), derive(firstLabel + 2, SdesKey.SALT));
    }

    PacketTag tag() {
        return new PacketTag(derive(firstLabel + 1, PacketTag.LONGEST));
    }

    private byte[] derive(int label, int length) {
        byte[] counter = Arrays.copyOf(master.masterSalt(), KeyStream.BLOCK);
        counter[LABEL_AT] ^= (byte) label;
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE, new SecretKeySpec(master.masterKey(), "AES"), new IvParameterSpec(counter));
            return cipher.doFinal(new byte[length]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
    }
}
