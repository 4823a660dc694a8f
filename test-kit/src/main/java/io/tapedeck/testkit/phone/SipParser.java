package io.tapedeck.testkit.phone;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to messages (RFC 3261, 7), of a datagram and of a stream.
 *
 * <pre>
 * start-line CRLF
 * *(name ":" value CRLF)        a line that begins with white space continues the one before
 * CRLF
 * [ body of Content-Length bytes ]
 * </pre>
 */
final class SipParser {

    private static final int LARGEST_MESSAGE = 65_535;

    private static final Map<String, String> COMPACT = Map.ofEntries(
            Map.entry("v", "Via"),
            Map.entry("f", "From"),
            Map.entry("t", "To"),
            Map.entry("i", "Call-ID"),
            Map.entry("m", "Contact"),
            Map.entry("l", "Content-Length"),
            Map.entry("c", "Content-Type"),
            Map.entry("k", "Supported"),
            Map.entry("s", "Subject"),
            Map.entry("e", "Content-Encoding"),
            Map.entry("o", "Event"),
            Map.entry("u", "Allow-Events"),
            Map.entry("r", "Refer-To"),
            Map.entry("b", "Referred-By"),
            Map.entry("x", "Session-Expires"));

    /** Names that the code compares; other spellings of them are brought to this one. */
    private static final List<String> KNOWN =
            List.of("Via", "From", "To", "Call-ID", "CSeq", "Contact", "Record-Route", "Route", "Content-Length");

    private SipParser() {}

    /** A whole datagram. Without Content-Length the body reaches to its end (18.3). */
    static SipMessage datagram(ByteBuffer datagram) throws SipSyntaxException {
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        int end = endOfHead(bytes, 0, bytes.length);
        if (end < 0) {
            throw new SipSyntaxException("the head of the message does not end");
        }
        Head head = head(bytes, 0, end);
        int length = head.contentLength < 0 ? bytes.length - end : head.contentLength;
        if (length > bytes.length - end) {
            throw new SipSyntaxException("the body is cut off");
        }
        return head.message(bytes, end, length);
    }

    /** The next message of a stream, or null while it is not whole: then the buffer's position stays. */
    static @Nullable SipMessage next(ByteBuffer stream) throws SipSyntaxException {
        skipKeepAlives(stream);
        byte[] bytes = new byte[stream.remaining()];
        stream.get(stream.position(), bytes);
        int end = endOfHead(bytes, 0, bytes.length);
        if (end < 0) {
            if (bytes.length > LARGEST_MESSAGE) {
                throw new SipSyntaxException("the head of the message does not end");
            }
            return null;
        }
        Head head = head(bytes, 0, end);
        int length = Math.max(head.contentLength, 0);
        if (bytes.length - end < length) {
            return null;
        }
        stream.position(stream.position() + end + length);
        return head.message(bytes, end, length);
    }

    private static void skipKeepAlives(ByteBuffer stream) {
        while (stream.hasRemaining()
                && (stream.get(stream.position()) == '\r' || stream.get(stream.position()) == '\n')) {
            stream.get();
        }
    }

    /** @return index of the first byte behind the empty line, or -1 */
    private static int endOfHead(byte[] bytes, int from, int to) {
        for (int i = from; i + 3 < to; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    private record Head(String startLine, List<SipMessage.Header> headers, int contentLength) {

        SipMessage message(byte[] bytes, int from, int length) {
            return new SipMessage(startLine, headers, new String(bytes, from, length, StandardCharsets.UTF_8));
        }
    }

    private static Head head(byte[] bytes, int from, int to) throws SipSyntaxException {
        String text = new String(bytes, from, to - from - 4, StandardCharsets.UTF_8); // without the empty line
        String[] lines = text.replaceAll("\r\n[ \t]+", " ").split("\r\n", -1);
        checkStartLine(lines[0]);
        var headers = new ArrayList<SipMessage.Header>();
        int contentLength = -1;
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon <= 0) {
                throw new SipSyntaxException("not a header: " + lines[i]);
            }
            String name = nameOf(lines[i].substring(0, colon).strip());
            String value = lines[i].substring(colon + 1).strip();
            if (name.equals("Content-Length")) {
                contentLength = number(value);
            } else {
                headers.add(new SipMessage.Header(name, value));
            }
        }
        var head = new Head(lines[0], headers, contentLength);
        checkMandatory(headers);
        return head;
    }

    private static String nameOf(String name) {
        String full = COMPACT.getOrDefault(name.toLowerCase(Locale.ROOT), name);
        return KNOWN.stream()
                .filter(known -> known.equalsIgnoreCase(full))
                .findFirst()
                .orElse(full);
    }

    private static void checkStartLine(String line) throws SipSyntaxException {
        if (!line.matches("SIP/2\\.0 [1-6]\\d\\d( .*)?") && !line.matches("[A-Za-z0-9.!%*_+`'~-]+ \\S+ SIP/2\\.0")) {
            throw new SipSyntaxException("not a start line: " + line);
        }
    }

    private static void checkMandatory(List<SipMessage.Header> headers) throws SipSyntaxException {
        for (String name : List.of("Via", "From", "To", "Call-ID", "CSeq")) {
            String value = headers.stream()
                    .filter(header -> header.name().equals(name))
                    .findFirst()
                    .map(SipMessage.Header::value)
                    .orElse("");
            if (value.isEmpty() || (name.equals("CSeq") && !value.matches("(\\d{1,9}|1\\d{9})\\s+\\S+"))) {
                throw new SipSyntaxException("missing or wrong: " + name);
            }
        }
    }

    private static int number(String text) throws SipSyntaxException {
        if (!text.matches("\\d{1,6}") || Integer.parseInt(text) > LARGEST_MESSAGE) {
            throw new SipSyntaxException("not a content length: " + text);
        }
        return Integer.parseInt(text);
    }
}
