package io.tapedeck.proxy.sip;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The first line of a message and those headers that the stack's parser does not look at as it should. Of headers that a message
 * may have once it takes the first or the last, as it happens; another element takes the other one, and two Content-Lengths are
 * two messages to one of them (RFC 4475, 3.3.8 and 3.3.9).
 *
 * @param headers values by compact name where there is one, else by name in lower case; of several the first
 */
record MessageForm(String firstLine, Map<String, String> headers) {

    static final String VERSION = "SIP/2.0";
    private static final Map<String, String> COMPACT =
            Map.of("content-length", "l", "call-id", "i", "from", "f", "to", "t", "contact", "m", "via", "v");
    private static final Set<String> SINGLE = Set.of("l", "i", "f", "t", "cseq", "max-forwards");
    private static final Set<String> KEPT = Set.of("l", "i", "f", "t", "m", "v", "cseq", "max-forwards");
    private static final Pattern QUOTED_OR_BRACKETED = Pattern.compile("\"[^\"]*\"|<[^>]*>");

    MessageForm {
        headers = Map.copyOf(headers);
    }

    /**
     * @param message head and perhaps body
     * @throws ParseException when a header stands twice that may stand once, or a Contact is ambiguous
     */
    static MessageForm of(byte[] message) throws ParseException {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        int firstEnd = text.indexOf('\n');
        var form = new MessageForm(text.substring(0, Math.max(0, firstEnd)).strip(), headers(text, firstEnd + 1));
        form.checkContact();
        return form;
    }

    private static Map<String, String> headers(String text, int start) throws ParseException {
        Map<String, String> seen = new HashMap<>();
        int at = start;
        while (at > 0 && at < text.length()) {
            int end = text.indexOf('\n', at);
            String line = text.substring(at, end < 0 ? text.length() : end);
            if (line.isBlank()) {
                return seen;
            }
            add(seen, line);
            at = end + 1;
        }
        return seen;
    }

    private static void add(Map<String, String> seen, String line) throws ParseException {
        String name = nameOf(line);
        if (!KEPT.contains(name)) {
            return;
        }
        String before =
                seen.putIfAbsent(name, line.substring(line.indexOf(':') + 1).strip());
        if (before != null && SINGLE.contains(name)) {
            throw new ParseException("more than one " + name, 0);
        }
    }

    private static String nameOf(String line) {
        int colon = line.indexOf(':');
        boolean folded = line.startsWith(" ") || line.startsWith("\t");
        String name =
                colon < 0 || folded ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        return COMPACT.getOrDefault(name, name);
    }

    /** Whether headers of the URI or parameters of the Contact are meant cannot be told without brackets (20.10; RFC 4475, 3.1.2.13). */
    private void checkContact() throws ParseException {
        String contact = headers.getOrDefault("m", "");
        if (method().equals("REGISTER")
                && QUOTED_OR_BRACKETED.matcher(contact).replaceAll("").indexOf('?') >= 0) {
            throw new ParseException("a Contact with a question mark needs brackets", 0);
        }
    }

    boolean isRequest() {
        return !firstLine.isEmpty() && !firstLine.regionMatches(true, 0, "SIP/", 0, 4);
    }

    /** Empty for a response. */
    String method() {
        int blank = firstLine.indexOf(' ');
        return isRequest() && blank > 0 ? firstLine.substring(0, blank) : "";
    }

    boolean has(String compactName) {
        return headers.containsKey(compactName);
    }
}
