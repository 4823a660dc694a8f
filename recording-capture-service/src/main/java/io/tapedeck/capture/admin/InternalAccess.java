package io.tapedeck.capture.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who may fetch raw captures.
 *
 * @param token what the header {@value #HEADER} must carry; empty: nothing is asked for
 */
@ConfigurationProperties("tapedeck.internal")
record InternalAccess(String token) {

    static final String HEADER = "X-Tapedeck-Token";

    boolean permits(@Nullable String shown) {
        return token.isEmpty() || (shown != null && same(shown));
    }

    private boolean same(String shown) {
        return MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    /** Keeps the secret out of logs. */
    @Override
    public String toString() {
        return token.isEmpty() ? "InternalAccess[open]" : "InternalAccess[with token]";
    }
}
