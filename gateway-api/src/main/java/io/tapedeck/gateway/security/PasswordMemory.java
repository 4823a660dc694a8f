package io.tapedeck.gateway.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers for a short while which logins were right, so that a program with basic authentication does not pay for the
 * slow hash with each request. It holds keyed digests and no passwords; the key dies with the process. A changed hash in
 * the database makes the memory of it worthless at once. What was right from one address says nothing to another, which
 * could guess on otherwise when it has no attempts left.
 */
final class PasswordMemory {

    private static final int REMEMBERED = 1_000;
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;
    private final Duration period;
    private final Clock clock;

    /** Until when a digest counts, oldest first. Guarded by itself. */
    private final LinkedHashMap<String, Instant> right = new LinkedHashMap<>();

    PasswordMemory(RandomGenerator random, Duration period, Clock clock) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, "HmacSHA256");
        this.period = period;
        this.clock = clock;
    }

    boolean knows(String digest) {
        synchronized (right) { // guards right; held for a map look-up
            Instant until = right.get(digest);
            return until != null && clock.instant().isBefore(until);
        }
    }

    void remember(String digest) {
        synchronized (right) { // guards right; held for a map look-up
            right.remove(digest);
            if (right.size() >= REMEMBERED) {
                right.pollFirstEntry();
            }
            right.put(digest, clock.instant().plus(period));
        }
    }

    /** What stands for a login; without the key nobody can tell what it would be. */
    String digest(String address, String passwordHash, String password) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            mac.update(address.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            mac.update(passwordHash.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return HexFormat.of().formatHex(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", impossible);
        }
    }
}
