package io.tapedeck.proxy.sip;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the messages of RFC 4475. Their file says how it is written.
 *
 * @param outcome {@code forwarded}, {@code dropped} or a status
 */
record Torture(String name, String outcome, byte[] message) {

    private static final Pattern CALL_ID = Pattern.compile("(?im)^(call-id|i)\\s*:\\s*(\\S+)");
    private static final Pattern REPEATED = Pattern.compile("\\{(\\w+)\\*(\\d+)}");
    private static final Pattern OCTET = Pattern.compile("\\{([0-9A-F]{2})}");
    private static final Pattern OCTETS = Pattern.compile("\\{base64 ([^}]+)}");

    static List<Torture> all() throws IOException {
        try (InputStream in = Torture.class.getResourceAsStream("/sip/rfc4475.txt")) {
            String all = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1); // each character is an octet
            return Arrays.stream(all.split("(?m)^== ")).skip(1).map(Torture::of).toList();
        }
    }

    /** One of them, {@link #anew}. */
    static Torture named(String name) throws IOException {
        return all().stream()
                .filter(torture -> torture.name.equals(name))
                .findFirst()
                .orElseThrow()
                .anew();
    }

    private static Torture of(String section) {
        String[] title = section.substring(0, section.indexOf('\n')).split(" ");
        String written = section.substring(section.indexOf('\n') + 1)
                .replace("\n", "\r\n")
                .replace("{sdp}\r\n", TextPhone.SDP);
        String text = octets(repetitions(written));
        int length = text.length() - text.indexOf("\r\n\r\n") - 4;
        return new Torture(
                title[0],
                title[1],
                text.replace("{length}", String.valueOf(length)).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String repetitions(String text) {
        return REPEATED.matcher(text).replaceAll(found -> found.group(1).repeat(Integer.parseInt(found.group(2))));
    }

    private static String octets(String text) {
        String single = OCTET.matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
        return OCTETS.matcher(single)
                .replaceAll(found -> Matcher.quoteReplacement(
                        new String(Base64.getDecoder().decode(found.group(1)), StandardCharsets.ISO_8859_1)));
    }

    /** The same on its way through the proxy at that port: the one Route of all of them leads there. */
    byte[] through(int port) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        return text.replace("Route: <sip:127.0.0.1:5080>", "Route: <sip:127.0.0.1:" + port + ";lr>")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The same as another request: a second one with its branch would be a repetition. */
    Torture anew() {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        String other = text.replaceFirst("branch=z9hG4bK(?=[^\\s;])", "branch=z9hG4bKanew")
                .replace(name + ".", name + ".anew."); // most of their Call-IDs begin like this
        return new Torture(name, outcome, other.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Whether a message is about this one; without a Call-ID any may be. */
    Predicate<Message> about() {
        Matcher callId = CALL_ID.matcher(new String(message, StandardCharsets.UTF_8));
        if (!callId.find()) {
            return _ -> true;
        }
        String id = callId.group(2);
        return message -> id.equals(message.header("Call-ID"));
    }

    @Override
    public String toString() {
        return name + " " + outcome;
    }
}
