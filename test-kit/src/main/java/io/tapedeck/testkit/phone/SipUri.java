package io.tapedeck.testkit.phone;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * {@code sip:user@host:port;name=value} (RFC 3261, 19.1); headers behind a question mark are dropped.
 *
 * @param user empty when there is none
 * @param port 0 when there is none
 * @param parameters by lower-case name, in their order; the value is empty for flags such as {@code lr}
 */
record SipUri(String user, String host, int port, Map<String, String> parameters) {

    private static final int DEFAULT_PORT = 5060;

    static SipUri parse(String text) throws SipSyntaxException {
        int scheme = text.indexOf(':');
        if (scheme < 0
                || !text.substring(0, scheme).strip().toLowerCase(Locale.ROOT).matches("sips?")) {
            throw new SipSyntaxException("not a SIP URI: " + text);
        }
        String rest = before(text.substring(scheme + 1), '?');
        int at = rest.lastIndexOf('@');
        String user = at < 0 ? "" : rest.substring(0, at);
        String hostAndParameters = rest.substring(at + 1);
        String hostPort = before(hostAndParameters, ';');
        int colon = hostPort.lastIndexOf(':') > hostPort.lastIndexOf(']') ? hostPort.lastIndexOf(':') : -1;
        return new SipUri(
                user,
                colon < 0 ? hostPort : hostPort.substring(0, colon),
                colon < 0 ? 0 : port(hostPort.substring(colon + 1)),
                parameters(hostAndParameters.substring(hostPort.length())));
    }

    private static String before(String text, char end) {
        int index = text.indexOf(end);
        return index < 0 ? text : text.substring(0, index);
    }

    private static int port(String text) throws SipSyntaxException {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new SipSyntaxException("not a port: " + text);
        }
    }

    /** @param text begins with a semicolon or is empty */
    static Map<String, String> parameters(String text) {
        var parameters = new LinkedHashMap<String, String>();
        for (String part : text.split(";", -1)) {
            int equals = part.indexOf('=');
            String name =
                    (equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
            if (!name.isEmpty()) {
                parameters.put(
                        name, equals < 0 ? "" : part.substring(equals + 1).strip());
            }
        }
        return parameters;
    }

    static String format(Map<String, String> parameters) {
        var joiner = new StringJoiner(";", ";", "").setEmptyValue("");
        parameters.forEach((name, value) -> joiner.add(value.isEmpty() ? name : name + "=" + value));
        return joiner.toString();
    }

    boolean isLooseRouter() {
        return parameters.containsKey("lr");
    }

    boolean wantsTcp() {
        return "tcp".equalsIgnoreCase(parameters.get("transport"));
    }

    int portOrDefault() {
        return port == 0 ? DEFAULT_PORT : port;
    }

    @Override
    public String toString() {
        return "sip:" + (user.isEmpty() ? "" : user + "@") + host + (port == 0 ? "" : ":" + port) + format(parameters);
    }
}
