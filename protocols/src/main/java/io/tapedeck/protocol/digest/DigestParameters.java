package io.tapedeck.protocol.digest;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code name=value} list after the word {@code Digest} (RFC 9110, 11.2; RFC 3261, 25.1). Names are lower case here; values
 * are unquoted.
 *
 * <pre>
 * Digest realm="tapedeck", nonce="a\"b", algorithm=MD5
 *        name ^  ^ quoted         ^ escape          ^ token
 * </pre>
 */
final class DigestParameters {

    /** Longer than any honest header; whoever sends more gets no memory for it. */
    private static final int MAX_LENGTH = 8_192;

    private static final String SCHEME = "digest";

    private final String text;
    private final Map<String, String> values = new LinkedHashMap<>();
    private int position;

    private DigestParameters(String text) {
        this.text = text;
    }

    static DigestParameters parse(String headerValue) throws DigestException {
        if (headerValue.length() > MAX_LENGTH) {
            throw new DigestException("header of " + headerValue.length() + " characters, at most " + MAX_LENGTH);
        }
        var parameters = new DigestParameters(headerValue.strip());
        parameters.readScheme();
        parameters.readAll();
        return parameters;
    }

    String required(String name) throws DigestException {
        String value = values.get(name);
        if (value == null) {
            throw new DigestException("no " + name + " in digest header");
        }
        return value;
    }

    @Nullable
    String optional(String name) {
        return values.get(name);
    }

    DigestAlgorithm algorithm() throws DigestException {
        String token = values.get("algorithm");
        if (token == null) {
            return DigestAlgorithm.MD5; // RFC 7616, 3.3: absent means MD5
        }
        return DigestAlgorithm.ofToken(token).orElseThrow(() -> new DigestException("unknown digest algorithm"));
    }

    private void readScheme() throws DigestException {
        boolean digest = text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && text.length() > SCHEME.length()
                && isBlank(text.charAt(SCHEME.length()));
        if (!digest) {
            throw new DigestException("not a digest header");
        }
        position = SCHEME.length();
    }

    private void readAll() throws DigestException {
        skipBlanksAndCommas();
        while (position < text.length()) {
            String name = token().toLowerCase(Locale.ROOT);
            expectEquals();
            String value = position < text.length() && text.charAt(position) == '"' ? quoted() : token();
            if (values.putIfAbsent(name, value) != null) {
                throw new DigestException("parameter given twice in digest header");
            }
            expectEndOfParameter();
        }
    }

    private String token() throws DigestException {
        int start = position;
        while (position < text.length() && isTokenCharacter(text.charAt(position))) {
            position++;
        }
        if (start == position) {
            throw new DigestException("name or value missing at character " + start + " of digest header");
        }
        return text.substring(start, position);
    }

    private String quoted() throws DigestException {
        var value = new StringBuilder();
        for (position++; position < text.length(); position++) {
            char c = text.charAt(position);
            if (c == '"') {
                position++;
                return value.toString();
            }
            if (c == '\\' && position + 1 < text.length()) {
                c = text.charAt(++position);
            }
            if (Character.isISOControl(c)) {
                throw new DigestException("control character in digest header");
            }
            value.append(c);
        }
        throw new DigestException("quote not closed in digest header");
    }

    private void expectEquals() throws DigestException {
        skipBlanks();
        if (position >= text.length() || text.charAt(position) != '=') {
            throw new DigestException("'=' missing at character " + position + " of digest header");
        }
        position++;
        skipBlanks();
    }

    private void expectEndOfParameter() throws DigestException {
        skipBlanks();
        if (position < text.length() && text.charAt(position) != ',') {
            throw new DigestException("',' missing at character " + position + " of digest header");
        }
        skipBlanksAndCommas();
    }

    private void skipBlanks() {
        while (position < text.length() && isBlank(text.charAt(position))) {
            position++;
        }
    }

    private void skipBlanksAndCommas() {
        while (position < text.length() && (isBlank(text.charAt(position)) || text.charAt(position) == ',')) {
            position++;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n'; // line folding
    }

    private static boolean isTokenCharacter(char c) {
        return c > ' ' && c < 0x7F && c != ',' && c != '=' && c != '"';
    }
}
