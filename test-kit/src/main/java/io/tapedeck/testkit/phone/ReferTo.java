package io.tapedeck.testkit.phone;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whom a REFER wants to be called (RFC 3515, 2.1).
 *
 * @param uri without headers
 * @param headers that the INVITE shall have
 */
record ReferTo(String uri, Map<String, String> headers) {

    static ReferTo parse(String value) throws SipSyntaxException {
        String whole = NameAddress.parse(value).uri();
        int question = whole.indexOf('?');
        var headers = new LinkedHashMap<String, String>();
        if (question >= 0) {
            for (String part : whole.substring(question + 1).split("&", -1)) {
                int equals = part.indexOf('=');
                if (equals > 0) {
                    headers.put(part.substring(0, equals), decoded(part.substring(equals + 1)));
                }
            }
        }
        return new ReferTo(question < 0 ? whole : whole.substring(0, question), headers);
    }

    /** With a Replaces header (RFC 3891, 6.1). */
    static String replacing(String uri, String replaces) {
        return "<" + uri + "?Replaces=" + URLEncoder.encode(replaces, StandardCharsets.UTF_8) + ">";
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
