package io.tapedeck.protocol.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code Authorization} and {@code Proxy-Authorization} say (RFC 7616, 3.4).
 *
 * @param uri as written by the client; it is part of the hash
 * @param qop {@code auth}, or null from clients older than RFC 2617
 * @param nc how often the client has used the nonce: eight hexadecimal digits; present exactly with {@code qop}
 * @param cnonce the client's nonce; present with {@code qop}
 */
public record DigestCredentials(
        String username,
        String realm,
        String nonce,
        String uri,
        String response,
        DigestAlgorithm algorithm,
        @Nullable String qop,
        @Nullable String nc,
        @Nullable String cnonce,
        @Nullable String opaque) {

    private static final int NONCE_COUNT_DIGITS = 8;

    public DigestCredentials {
        DigestHeader.requirePrintable("username", username);
        DigestHeader.requirePrintable("realm", realm);
        DigestHeader.requirePrintable("nonce", nonce);
        DigestHeader.requirePrintable("uri", uri);
        DigestHeader.requirePrintable("response", response);
        DigestHeader.requirePrintable("qop", qop);
        DigestHeader.requirePrintable("cnonce", cnonce);
        DigestHeader.requirePrintable("opaque", opaque);
        if (qop != null && (nc == null || cnonce == null)) {
            throw new IllegalArgumentException("qop needs nc and cnonce");
        }
        if (nc != null && !isNonceCount(nc)) {
            throw new IllegalArgumentException("nc is not eight hexadecimal digits");
        }
    }

    /**
     * @throws DigestException when the header is not digest, a parameter is missing or malformed, or algorithm or qop are none
     *     that a challenge of ours offers
     */
    public static DigestCredentials parse(String headerValue) throws DigestException {
        DigestParameters parameters = DigestParameters.parse(headerValue);
        String qop = parameters.optional("qop");
        if (qop != null && !"auth".equalsIgnoreCase(qop)) {
            throw new DigestException("qop is not auth");
        }
        try {
            return new DigestCredentials(
                    parameters.required("username"),
                    parameters.required("realm"),
                    parameters.required("nonce"),
                    parameters.required("uri"),
                    parameters.required("response"),
                    parameters.algorithm(),
                    qop,
                    parameters.optional("nc"),
                    parameters.optional("cnonce"),
                    parameters.optional("opaque"));
        } catch (IllegalArgumentException e) {
            throw new DigestException("malformed credentials: " + e.getMessage());
        }
    }

    /** The client's answer to a challenge. */
    public static DigestCredentials answer(
            DigestChallenge challenge,
            String username,
            String ha1,
            String method,
            String uri,
            String cnonce,
            int nonceCount) {
        boolean withQop = challenge.qopAuth();
        var unsigned = new DigestCredentials(
                username,
                challenge.realm(),
                challenge.nonce(),
                uri,
                "",
                challenge.algorithm(),
                withQop ? "auth" : null,
                withQop ? HexFormat.of().toHexDigits(nonceCount) : null,
                withQop ? cnonce : null,
                challenge.opaque());
        return unsigned.withResponse(unsigned.expectedResponse(ha1, method));
    }

    /**
     * Whether the client knows the password behind {@code ha1}. Takes the same time wherever the first difference lies. Realm,
     * nonce and URI are the caller's to check.
     *
     * @param ha1 made with {@link #algorithm()} for {@link #username()} and {@link #realm()}
     * @param method of the request that carried the header
     */
    public boolean matches(String ha1, String method) {
        byte[] expected = expectedResponse(ha1, method).getBytes(StandardCharsets.US_ASCII);
        byte[] given = response.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, given);
    }

    /** How often the client has used the nonce, 0 when it does not count. */
    public long nonceCount() {
        return nc == null ? 0 : HexFormat.fromHexDigitsToLong(nc);
    }

    /** The text after the header's name. */
    public String toHeaderValue() {
        return new DigestHeader()
                .quoted("username", username)
                .quoted("realm", realm)
                .quoted("nonce", nonce)
                .quoted("uri", uri)
                .quoted("response", response)
                .token("algorithm", algorithm.token())
                .token("qop", qop)
                .token("nc", nc)
                .quoted("cnonce", cnonce)
                .quoted("opaque", opaque)
                .toString();
    }

    private String expectedResponse(String ha1, String method) {
        String ha2 = algorithm.hash(method + ":" + uri);
        String middle = qop == null ? nonce : nonce + ":" + nc + ":" + cnonce + ":" + qop;
        return algorithm.hash(ha1 + ":" + middle + ":" + ha2);
    }

    private DigestCredentials withResponse(String value) {
        return new DigestCredentials(username, realm, nonce, uri, value, algorithm, qop, nc, cnonce, opaque);
    }

    private static boolean isNonceCount(String text) {
        return text.length() == NONCE_COUNT_DIGITS && text.chars().allMatch(HexFormat::isHexDigit);
    }
}
