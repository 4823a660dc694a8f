package io.tapedeck.protocol.digest;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What {@code WWW-Authenticate} and {@code Proxy-Authenticate} say (RFC 7616, 3.3).
 *
 * @param stale the credentials were right and only the nonce was too old, so nobody needs to be asked for a password
 * @param opaque to be sent back unchanged
 * @param qopAuth whether the server understands {@code qop=auth}; only servers older than RFC 2617 do not
 */
public record DigestChallenge(
        String realm,
        String nonce,
        DigestAlgorithm algorithm,
        boolean stale,
        @Nullable String opaque,
        boolean qopAuth) {

    public DigestChallenge {
        DigestHeader.requirePrintable("realm", realm);
        DigestHeader.requirePrintable("nonce", nonce);
        DigestHeader.requirePrintable("opaque", opaque);
    }

    /** A challenge of today: with {@code qop=auth}. */
    public DigestChallenge(
            String realm, String nonce, DigestAlgorithm algorithm, boolean stale, @Nullable String opaque) {
        this(realm, nonce, algorithm, stale, opaque, true);
    }

    /** The text after the header's name. */
    public String toHeaderValue() {
        return new DigestHeader()
                .quoted("realm", realm)
                .quoted("nonce", nonce)
                .quoted("opaque", opaque)
                .token("stale", stale ? "true" : null)
                .token("algorithm", algorithm.token())
                .quoted("qop", qopAuth ? "auth" : null)
                .toString();
    }

    /**
     * @throws DigestException when the header is not digest, lacks realm or nonce, names another algorithm, or insists on
     *     {@code auth-int}
     */
    public static DigestChallenge parse(String headerValue) throws DigestException {
        DigestParameters parameters = DigestParameters.parse(headerValue);
        return new DigestChallenge(
                parameters.required("realm"),
                parameters.required("nonce"),
                parameters.algorithm(),
                "true".equalsIgnoreCase(parameters.optional("stale")),
                parameters.optional("opaque"),
                offersAuth(parameters.optional("qop")));
    }

    private static boolean offersAuth(@Nullable String qop) throws DigestException {
        if (qop == null) {
            return false;
        }
        if (Arrays.stream(qop.split(",", -1)).noneMatch(option -> "auth".equalsIgnoreCase(option.strip()))) {
            throw new DigestException("the challenge does not offer qop=auth");
        }
        return true;
    }
}
