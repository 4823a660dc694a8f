package io.tapedeck.protocol.ng;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a stream into messages. Nothing stands between them and none says how long it is; a message ends where its
 * dictionary does:
 *
 * <pre>
 * 5827_1 d7:command4:pinge5827_2 {"command":"ping"}
 * cookie dictionary       cookie dictionary
 * </pre>
 *
 * Line ends before a cookie are passed over. What was looked at once is not looked at again, so a stream that comes byte by byte
 * costs no more. After an exception the stream is of no use.
 */
public final class NgFramer {

    private static final int LONGEST_COOKIE = 255;
    private static final int LONGEST_NUMBER = 20;
    private static final int DEEPEST = 32;
    private static final int FIRST_ROOM = 1_024;

    private final int largest;
    private byte[] bytes = new byte[FIRST_ROOM];
    private int end;
    /** Where the dictionary begins; 0 while its cookie is not complete. */
    private int body;

    private int scanned;
    private int depth;
    private boolean quoted;

    /** @param largest bytes of a message, cookie included */
    public NgFramer(int largest) {
        this.largest = largest;
    }

    /** Takes what came; {@link #next} has to be asked until it has no more. */
    public void add(ByteBuffer more) {
        if (end + more.remaining() > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, end + more.remaining()));
        }
        int length = more.remaining();
        more.get(bytes, end, length);
        end += length;
    }

    /** Whether the stream stands between two messages. */
    public boolean isBetweenMessages() {
        return end == 0;
    }

    /** The cookie of the message that is being read, as far as it is known. */
    public String cookie() {
        return body == 0 ? "" : new String(bytes, 0, body - 1, StandardCharsets.ISO_8859_1);
    }

    /**
     * The next whole message; empty when more has to come.
     *
     * @throws NgException when there is no cookie, no dictionary, or the message is larger or deeper than allowed
     */
    public Optional<NgDatagram> next() throws NgException {
        if (body == 0 && !findBody()) {
            return Optional.empty();
        }
        if (body == end) {
            return Optional.empty();
        }
        boolean whole = switch (bytes[body]) {
            case 'd' -> scanBencode();
            case '{' -> scanJson();
            default -> throw new NgException("no dictionary behind the cookie");
        };
        if (scanned > largest || (!whole && end > largest)) {
            throw new NgException("more than " + largest + " bytes");
        }
        return whole ? Optional.of(cut()) : Optional.empty();
    }

    private boolean findBody() throws NgException {
        int start = 0;
        while (start < end && (bytes[start] == '\r' || bytes[start] == '\n')) {
            start++;
        }
        drop(start);
        for (int i = 0; i < end; i++) {
            if (bytes[i] == ' ') {
                if (i == 0) {
                    throw new NgException("no cookie");
                }
                body = i + 1;
                scanned = body;
                return true;
            }
            if (i == LONGEST_COOKIE) {
                throw new NgException("a cookie longer than " + LONGEST_COOKIE);
            }
        }
        return false;
    }

    private boolean scanBencode() throws NgException {
        while (scanned < end) {
            int next = switch (bytes[scanned]) {
                case 'd', 'l' -> {
                    deeper();
                    yield scanned + 1;
                }
                case 'e' -> {
                    depth--;
                    yield scanned + 1;
                }
                case 'i' -> after('e');
                default -> behindString();
            };
            if (next < 0) {
                return false;
            }
            scanned = next;
            if (depth == 0) {
                return true;
            }
        }
        return false;
    }

    private void deeper() throws NgException {
        if (++depth > DEEPEST) {
            throw new NgException("nested deeper than " + DEEPEST);
        }
    }

    /** -1 when it is not all there. */
    private int behindString() throws NgException {
        int start = after(':');
        if (start < 0) {
            return -1;
        }
        long length = 0;
        for (int i = scanned; i < start - 1; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                throw new NgException("a length was expected");
            }
            length = Math.min(10 * length + bytes[i] - '0', Integer.MAX_VALUE);
        }
        if (length > largest) {
            throw new NgException("a string of " + length + " bytes");
        }
        return length > end - start ? -1 : start + (int) length;
    }

    private int after(char terminator) throws NgException {
        for (int i = scanned; i < end; i++) {
            if (bytes[i] == terminator) {
                return i + 1;
            }
            if (i - scanned > LONGEST_NUMBER) {
                throw new NgException("a number was expected");
            }
        }
        return -1;
    }

    private boolean scanJson() throws NgException {
        while (scanned < end) {
            byte c = bytes[scanned];
            if (quoted && c == '\\') {
                if (scanned + 1 == end) {
                    return false; // what is escaped is still to come
                }
                scanned++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '{' || c == '[')) {
                deeper();
            } else if (!quoted && (c == '}' || c == ']')) {
                depth--;
            }
            scanned++;
            if (depth == 0) {
                return true;
            }
        }
        return false;
    }

    private NgDatagram cut() {
        var message = new NgDatagram(cookie(), Arrays.copyOfRange(bytes, body, scanned));
        drop(scanned);
        body = 0;
        scanned = 0;
        quoted = false;
        return message;
    }

    private void drop(int count) {
        if (count > 0) {
            System.arraycopy(bytes, count, bytes, 0, end - count);
            end -= count;
        }
    }
}
