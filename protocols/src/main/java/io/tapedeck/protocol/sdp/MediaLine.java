package io.tapedeck.protocol.sdp;

import java.util.Arrays;
import java.util.List;

/**
 * An {@code m=} line (RFC 8866, 5.14).
 *
 * <pre>
 * m=audio 49170/2 RTP/AVP 0 8
 *   type  port/n  proto   formats
 * </pre>
 */
record MediaLine(String type, int port, int portCount, String protocol, List<String> formats) {

    static final int MAX_PORT = 65_535;

    MediaLine {
        formats = List.copyOf(formats);
        if (port < 0 || port > MAX_PORT || portCount < 1 || portCount > MAX_PORT) {
            throw new IllegalArgumentException("port " + port + "/" + portCount);
        }
        formats.forEach(format -> SdpLines.requireWord("format", format));
    }

    static MediaLine parse(String value) throws SdpException {
        String[] words = SdpLines.words(value);
        if (words.length < 3) {
            throw new SdpException("m= needs type, port and protocol");
        }
        int slash = words[1].indexOf('/');
        String port = slash < 0 ? words[1] : words[1].substring(0, slash);
        int count = slash < 0 ? 1 : number(words[1].substring(slash + 1), 1);
        return new MediaLine(
                words[0], number(port, 0), count, words[2], Arrays.asList(words).subList(3, words.length));
    }

    MediaLine withPort(int newPort) {
        return new MediaLine(type, newPort, portCount, protocol, formats);
    }

    MediaLine withProtocol(String newProtocol) {
        SdpLines.requireWord("protocol", newProtocol);
        return new MediaLine(type, port, portCount, newProtocol, formats);
    }

    MediaLine withFormats(List<String> newFormats) {
        return new MediaLine(type, port, portCount, protocol, newFormats);
    }

    private static int number(String digits, int least) throws SdpException {
        int value = decimal(digits, MAX_PORT);
        if (value < least) {
            throw new SdpException("m= has no valid port");
        }
        return value;
    }

    /** The number, or -1 when the text is anything but one to nine digits of a number up to {@code most}. */
    static int decimal(String digits, int most) {
        if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        int value = Integer.parseInt(digits);
        return value > most ? -1 : value;
    }

    /** The line's value. */
    @Override
    public String toString() {
        var text = new StringBuilder(type).append(' ').append(port);
        if (portCount > 1) {
            text.append('/').append(portCount);
        }
        text.append(' ').append(protocol);
        formats.forEach(format -> text.append(' ').append(format));
        return text.toString();
    }
}
