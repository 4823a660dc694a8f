package io.tapedeck.proxy.sip;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the stack's parser lets pass and should not. Requests of another version of SIP (3.1.2.16) it takes for ours. Of headers
 * that a message may have once it takes the first or the last, as it happens; another element takes the other one, and two
 * Content-Lengths are two messages to one of them (RFC 4475, 3.3.8 and 3.3.9).
 */
final class MessageForm {

    private static final String VERSION = "SIP/2.0";

    private static final Map<String, String> SINGLE = Map.ofEntries(
            Map.entry("content-length", "l"),
            Map.entry("l", "l"),
            Map.entry("call-id", "i"),
            Map.entry("i", "i"),
            Map.entry("from", "f"),
            Map.entry("f", "f"),
            Map.entry("to", "t"),
            Map.entry("t", "t"),
            Map.entry("cseq", "cseq"),
            Map.entry("max-forwards", "max-forwards"));

    private MessageForm() {}

    /** @param message head and perhaps body */
    static void check(byte[] message) throws ParseException {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        int firstEnd = text.indexOf('\n');
        version(text.substring(0, Math.max(0, firstEnd)).strip());
        headers(text, firstEnd + 1);
    }

    private static void version(String firstLine) throws ParseException {
        boolean request = !firstLine.isEmpty() && !firstLine.regionMatches(true, 0, "SIP/", 0, 4);
        int behind = firstLine.length() - VERSION.length();
        if (request && !firstLine.regionMatches(true, behind, VERSION, 0, VERSION.length())) {
            throw new ParseException("not " + VERSION, 0);
        }
    }

    private static void headers(String text, int start) throws ParseException {
        Set<String> seen = new HashSet<>();
        int at = start;
        while (at > 0 && at < text.length()) {
            int end = text.indexOf('\n', at);
            String line = text.substring(at, end < 0 ? text.length() : end);
            if (line.isBlank()) {
                return;
            }
            String header = SINGLE.get(nameOf(line));
            if (header != null && !seen.add(header)) {
                throw new ParseException("more than one " + nameOf(line), at);
            }
            at = end + 1;
        }
    }

    private static String nameOf(String line) {
        int colon = line.indexOf(':');
        boolean folded = line.startsWith(" ") || line.startsWith("\t");
        return colon < 0 || folded ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    }
}
