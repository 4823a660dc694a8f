package io.tapedeck.capture.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads HTTP/1.1 requests from a connection (RFC 9112), those with a {@code Content-Length} only. Bounded in size and
 * time.
 *
 * <pre>
 * POST /ng HTTP/1.1 CRLF
 * Content-Length: 29 CRLF
 * CRLF
 * {"command":"ping"}
 * </pre>
 */
final class HttpReader {

    private static final int LARGEST_HEAD = 8_192;
    private static final int BAD_REQUEST = 400;
    private static final int LENGTH_REQUIRED = 411;
    private static final int TOO_LARGE = 413;
    private static final int HEAD_TOO_LARGE = 431;

    private final ControlConnection connection;
    private final StreamLimits limits;
    private byte[] bytes = new byte[LARGEST_HEAD];
    private int end;

    HttpReader(ControlConnection connection, StreamLimits limits) {
        this.connection = connection;
        this.limits = limits;
    }

    /** Null at the end of the stream. */
    @Nullable
    HttpRequest next() throws IOException {
        if (end == 0 && !more(limits.idleTime())) {
            return null;
        }
        long begun = System.nanoTime();
        int body = bodyStart();
        while (body < 0) {
            if (end == LARGEST_HEAD) {
                return HttpRequest.faulty(HEAD_TOO_LARGE);
            }
            if (!more(left(begun))) {
                return null;
            }
            body = bodyStart();
        }
        return withBody(head(body), body, begun);
    }

    private @Nullable HttpRequest withBody(HttpRequest head, int body, long begun) throws IOException {
        int length = bodyLength(head);
        if (head.fault() != 0 || length < 0) {
            return head.fault() != 0 ? head : HttpRequest.faulty(-length);
        }
        if (head.headers().getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
            connection.send("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        if (body + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, body + length);
        }
        while (end < body + length) {
            if (!more(left(begun))) {
                return null;
            }
        }
        byte[] content = Arrays.copyOfRange(bytes, body, body + length);
        System.arraycopy(bytes, body + length, bytes, 0, end - body - length);
        end -= body + length;
        bytes = Arrays.copyOf(bytes, Math.max(end, LARGEST_HEAD));
        return new HttpRequest(0, head.method(), head.path(), head.headers(), content);
    }

    /** Negative: the status in its place. */
    private int bodyLength(HttpRequest head) {
        String length = head.headers().get("content-length");
        if (head.headers().containsKey("transfer-encoding")
                || (length == null && !head.method().equals("GET"))) {
            return -LENGTH_REQUIRED;
        }
        if (length == null) {
            return 0;
        }
        if (!length.matches("[0-9]{1,9}")) {
            return -BAD_REQUEST;
        }
        int value = Integer.parseInt(length);
        return value > limits.largestRequest() ? -TOO_LARGE : value;
    }

    private Duration left(long begun) {
        return limits.requestTime().minus(Duration.ofNanos(System.nanoTime() - begun));
    }

    private boolean more(Duration limit) throws IOException {
        int length = connection.read(bytes, end, limit);
        end += Math.max(0, length);
        return length > 0;
    }

    /** Behind the empty line; -1 while there is none. */
    private int bodyStart() {
        for (int i = 3; i < end; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    private HttpRequest head(int body) {
        String[] lines = new String(bytes, 0, body, StandardCharsets.ISO_8859_1).split("\r\n", -1);
        String[] words = lines[0].split(" ", -1);
        if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
            return HttpRequest.faulty(BAD_REQUEST);
        }
        Map<String, String> headers = new HashMap<>();
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
                String before = headers.put(name, line.substring(colon + 1).strip());
                if (before != null && name.equals("content-length")) {
                    return HttpRequest.faulty(BAD_REQUEST); // RFC 9112, 6.3: smuggling
                }
            }
        }
        return new HttpRequest(0, words[0], words[1], headers, new byte[0]);
    }
}
