package io.tapedeck.proxy.control;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key that a phone tells by INFO.
 *
 * <pre>
 * application/dtmf-relay    Signal=5        application/dtmf    5
 *                           Duration=160
 * </pre>
 *
 * @param key one of {@code 0-9 * # A-D}
 */
public record DigitText(char key, Duration length) {

    private static final Pattern SIGNAL = Pattern.compile("(?im)^\\s*signal\\s*=\\s*(\\S+)\\s*$");
    private static final Pattern DURATION = Pattern.compile("(?im)^\\s*duration\\s*=\\s*(\\d{1,5})\\s*$");
    private static final Duration USUAL = Duration.ofMillis(100);
    private static final int LONGEST = 256;

    /**
     * @param contentType without parameters
     * @return empty when it is no key
     */
    public static Optional<DigitText> parse(String contentType, String body) {
        if (body.length() > LONGEST) {
            return Optional.empty();
        }
        return switch (contentType.toLowerCase(Locale.ROOT)) {
            case "application/dtmf" -> key(body.strip()).map(key -> new DigitText(key, USUAL));
            case "application/dtmf-relay" -> relayed(body);
            default -> Optional.empty();
        };
    }

    private static Optional<DigitText> relayed(String body) {
        Matcher signal = SIGNAL.matcher(body);
        Matcher duration = DURATION.matcher(body);
        Duration length = duration.find() ? Duration.ofMillis(Long.parseLong(duration.group(1))) : USUAL;
        return signal.find() ? key(signal.group(1)).map(key -> new DigitText(key, length)) : Optional.empty();
    }

    /** Some phones write the number of the event (RFC 4733, 3.2) in place of the key. */
    private static Optional<Character> key(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "10" -> Optional.of('*');
            case "11" -> Optional.of('#');
            case String one when one.matches("[0-9*#A-D]") -> Optional.of(one.charAt(0));
            default -> Optional.empty();
        };
    }
}
