package io.tapedeck.gateway.playback;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Several parts of a file in one body (RFC 9110 section 14.6).
 *
 * <pre>
 * --boundary CRLF
 * Content-Type: audio/wav CRLF
 * Content-Range: bytes 0-9/1000 CRLF
 * CRLF
 * ten bytes CRLF
 * --boundary--  CRLF
 * </pre>
 */
final class MultipartRanges {

    private static final String BOUNDARY = "tapedeck-5d1f0c2e7a9b4836";
    private static final byte[] LINE_END = "\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST = ("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII);

    private final Media media;
    private final List<ByteRange> ranges;

    MultipartRanges(Media media, List<ByteRange> ranges) {
        this.media = media;
        this.ranges = List.copyOf(ranges);
    }

    String contentType() {
        return "multipart/byteranges; boundary=" + BOUNDARY;
    }

    long length() {
        long parts = ranges.stream()
                .mapToLong(range -> headOf(range).length + range.length() + LINE_END.length)
                .sum();
        return parts + LAST.length;
    }

    void copy(OutputStream out) throws IOException {
        for (ByteRange range : ranges) {
            out.write(headOf(range));
            media.copy(range, out);
            out.write(LINE_END);
        }
        out.write(LAST);
    }

    private byte[] headOf(ByteRange range) {
        return ("--" + BOUNDARY + "\r\nContent-Type: " + media.format().mediaType() + "\r\nContent-Range: "
                        + range.contentRange(media.size()) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
