package io.tapedeck.protocol.srtp;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An {@code a=crypto} line (RFC 4568, 4): one way to encrypt that its author offers, or the one that it has taken. The key in
 * it is what the author encrypts with; an answer bears the tag of the offered line that it takes (5.1.2).
 *
 * @param text the whole value, with its keys
 * @param suite as written
 * @param keys several where each packet names its own; empty for suites and parameters that are not known here
 */
public record CryptoAttribute(String text, int tag, String suite, List<SdesKey> keys) {

    private static final Pattern LINE = Pattern.compile("(\\d{1,9})\\s+(\\S+)\\s+(.*)", Pattern.DOTALL);
    private static final Pattern INLINE = Pattern.compile("inline:[^|;\\s]*");
    private static final String MASKED = "inline:*";

    public CryptoAttribute {
        keys = List.copyOf(keys);
    }

    /** Empty for what is no such line. */
    public static Optional<CryptoAttribute> parse(String value) {
        Matcher line = LINE.matcher(value.strip());
        return line.matches()
                ? Optional.of(new CryptoAttribute(
                        value, Integer.parseInt(line.group(1)), line.group(2), SdesKey.parse(value)))
                : Optional.empty();
    }

    /** Whether what is encrypted like that can be opened here. */
    public boolean isUsable() {
        return !keys.isEmpty();
    }

    /** Keys stand in no log. */
    @Override
    public String toString() {
        return "CryptoAttribute[tag=" + tag + ", suite=" + suite + "]";
    }

    /** The line for those who have no need of its keys. What cannot be used here is left as it is. */
    public static String masked(String value) {
        return SdesKey.parse(value).isEmpty() ? value : INLINE.matcher(value).replaceAll(MASKED);
    }
}
