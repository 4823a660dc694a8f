package io.tapedeck.proxy.routing;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Digest nonces that need no memory: they carry their own time and signature.
 *
 * <pre>
 *   0                8                16                32
 *  +----------------+----------------+-----------------+
 *  | issued, ms     | random         | HMAC, first half|   in URL-safe base 64
 *  +----------------+----------------+-----------------+
 * </pre>
 */
final class Nonces {

    private static final int SIGNED_BYTES = 16;
    private static final int SIGNATURE_BYTES = 16;
    private static final int LENGTH = SIGNED_BYTES + SIGNATURE_BYTES;

    private final byte[] key;
    private final Duration lifetime;
    private final InstantSource clock;
    private final RandomGenerator random;

    Nonces(ProxyKeys keys, Duration lifetime, InstantSource clock, RandomGenerator random) {
        key = keys.nonceKey();
        this.lifetime = lifetime;
        this.clock = clock;
        this.random = random;
    }

    String issue() {
        var nonce = ByteBuffer.allocate(LENGTH);
        nonce.putLong(clock.instant().toEpochMilli()).putLong(random.nextLong());
        nonce.put(signature(nonce.array()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce.array());
    }

    /** When the nonce was issued; empty when it is not ours or too old. */
    Optional<Instant> issuedAt(String nonce) {
        byte[] bytes = decoded(nonce);
        if (bytes.length != LENGTH) {
            return Optional.empty();
        }
        byte[] claimed = new byte[SIGNATURE_BYTES];
        System.arraycopy(bytes, SIGNED_BYTES, claimed, 0, SIGNATURE_BYTES);
        if (!MessageDigest.isEqual(claimed, signature(bytes))) {
            return Optional.empty();
        }
        Instant issued = Instant.ofEpochMilli(ByteBuffer.wrap(bytes).getLong());
        return issued.plus(lifetime).isAfter(clock.instant()) ? Optional.of(issued) : Optional.empty();
    }

    private byte[] signature(byte[] nonce) {
        var signed = new byte[SIGNED_BYTES];
        System.arraycopy(nonce, 0, signed, 0, SIGNED_BYTES);
        var signature = new byte[SIGNATURE_BYTES];
        System.arraycopy(ProxyKeys.hmac(key, signed), 0, signature, 0, SIGNATURE_BYTES);
        return signature;
    }

    private static byte[] decoded(String nonce) {
        try {
            return Base64.getUrlDecoder().decode(nonce);
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }
}
