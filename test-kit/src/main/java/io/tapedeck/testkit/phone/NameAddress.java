package io.tapedeck.testkit.phone;

import java.util.Map;

/**
 * The value of From, To, Contact, Route or Record-Route: {@code "Name" <uri>;parameters}.
 *
 * @param uri as text, exactly as it came
 */
record NameAddress(String displayName, String uri, Map<String, String> parameters) {

    static NameAddress parse(String value) throws SipSyntaxException {
        int open = openBracket(value);
        if (open < 0) {
            int semicolon = value.indexOf(';'); // without brackets parameters belong to the header (RFC 3261, 20)
            int end = semicolon < 0 ? value.length() : semicolon;
            return new NameAddress("", value.substring(0, end).strip(), SipUri.parameters(value.substring(end)));
        }
        int close = value.indexOf('>', open);
        if (close < 0) {
            throw new SipSyntaxException("no closing bracket: " + value);
        }
        String name = value.substring(0, open).strip();
        if (name.length() >= 2 && name.startsWith("\"") && name.endsWith("\"")) {
            name = name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1");
        }
        return new NameAddress(
                name, value.substring(open + 1, close).strip(), SipUri.parameters(value.substring(close + 1)));
    }

    /** A bracket inside a quoted name is part of the name. */
    private static int openBracket(String value) {
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '<' && !quoted) {
                return i;
            }
        }
        return -1;
    }

    String tag() {
        return parameters.getOrDefault("tag", "");
    }
}
