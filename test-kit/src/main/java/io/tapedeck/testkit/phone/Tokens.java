package io.tapedeck.testkit.phone;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Identifiers that must be unlike all others (RFC 3261, 19.3). */
final class Tokens {

    /** Says that a branch is unique, unlike those of RFC 2543 (8.1.1.7). */
    private static final String MAGIC_COOKIE = "z9hG4bK";

    private Tokens() {}

    static String random() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    static String branch() {
        return MAGIC_COOKIE + random();
    }
}
