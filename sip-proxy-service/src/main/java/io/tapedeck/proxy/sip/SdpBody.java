package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.header.ContentType;
import gov.nist.javax.sip.message.SIPMessage;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The SDP of a message, alone or as a part of a multipart body (RFC 5621); everything around it stays as it is, byte by
 * byte.
 */
final class SdpBody {

    private static final String BLANK_LINE = "\r\n\r\n";

    private SdpBody() {}

    static Optional<String> of(SIPMessage message) {
        Span span = find(message);
        return span == null
                ? Optional.empty()
                : Optional.of(
                        new String(message.getRawContent(), span.start, span.end - span.start, StandardCharsets.UTF_8));
    }

    /** Does nothing to a message without SDP. */
    static void replace(SIPMessage message, String sdp) {
        Span span = find(message);
        if (span == null) {
            return;
        }
        byte[] before = message.getRawContent();
        byte[] middle = sdp.getBytes(StandardCharsets.UTF_8);
        byte[] after = new byte[span.start + middle.length + before.length - span.end];
        System.arraycopy(before, 0, after, 0, span.start);
        System.arraycopy(middle, 0, after, span.start, middle.length);
        System.arraycopy(before, span.end, after, span.start + middle.length, before.length - span.end);
        try {
            message.setContent(after, message.getContentTypeHeader());
        } catch (ParseException e) {
            throw new IllegalStateException("bytes are never parsed", e);
        }
    }

    private static @Nullable Span find(SIPMessage message) {
        byte[] body = message.getRawContent();
        ContentType type = message.getContentTypeHeader();
        if (body == null || body.length == 0 || type == null) {
            return null;
        }
        if (isSdp(type.getContentType() + "/" + type.getContentSubType())) {
            return new Span(0, body.length);
        }
        String boundary = type.getParameter("boundary");
        return "multipart".equalsIgnoreCase(type.getContentType()) && boundary != null
                ? findPart(new String(body, StandardCharsets.ISO_8859_1), "--" + unquoted(boundary))
                : null;
    }

    /** In ISO 8859-1 a character is a byte, so positions in the text are positions in the body. */
    private static @Nullable Span findPart(String body, String delimiter) {
        int at = body.indexOf(delimiter);
        while (at >= 0) {
            int headers = at + delimiter.length();
            int blank = body.indexOf(BLANK_LINE, headers);
            int next = body.indexOf("\r\n" + delimiter, headers);
            if (blank < 0 || next < blank) {
                return null;
            }
            if (hasSdpType(body.substring(headers, blank))) {
                return new Span(blank + BLANK_LINE.length(), Math.max(next + 2, blank + BLANK_LINE.length()));
            }
            at = next + 2;
        }
        return null;
    }

    private static boolean hasSdpType(String partHeaders) {
        return partHeaders.lines().anyMatch(line -> {
            String lower = line.toLowerCase(Locale.ROOT);
            return (lower.startsWith("content-type") || lower.startsWith("c:")) && lower.contains("application/sdp");
        });
    }

    private static boolean isSdp(String type) {
        return "application/sdp".equalsIgnoreCase(type);
    }

    private static String unquoted(String text) {
        return text.length() > 1 && text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
    }

    private record Span(int start, int end) {}
}
