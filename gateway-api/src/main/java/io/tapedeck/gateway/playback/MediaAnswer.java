package io.tapedeck.gateway.playback;

import io.tapedeck.gateway.playback.RangeRequest.Parts;
import io.tapedeck.gateway.playback.RangeRequest.Unsatisfiable;
import io.tapedeck.gateway.playback.RangeRequest.Whole;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers one GET or HEAD for a media file: whole, in one part or in several (RFC 9110 sections 13 to 15). Whether the
 * caller may have it was decided before.
 */
final class MediaAnswer {

    private final Media media;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final boolean withBody;

    MediaAnswer(Media media, HttpServletRequest request, HttpServletResponse response) {
        this.media = media;
        this.request = request;
        this.response = response;
        this.withBody = !"HEAD".equals(request.getMethod());
    }

    void send() throws IOException {
        describe();
        if (isUnchanged()) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        switch (asked()) {
            case Whole _ -> sendWhole();
            case Parts(List<ByteRange> ranges) when ranges.size() == 1 -> sendOne(ranges.getFirst());
            case Parts(List<ByteRange> ranges) -> sendMany(new MultipartRanges(media, ranges));
            case Unsatisfiable _ -> {
                response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
                response.setHeader("Content-Range", "bytes */" + media.size());
                response.setContentLengthLong(0);
            }
        }
    }

    private void describe() {
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("Cache-Control", "private, no-cache");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Disposition", disposition() + "; filename=\"" + media.fileName() + "\"");
        if (media.entityTag() != null) {
            response.setHeader("ETag", media.entityTag());
        }
    }

    private String disposition() {
        String download = request.getParameter("download");
        return download == null || download.equals("false") ? "inline" : "attachment";
    }

    private boolean isUnchanged() {
        return media.entityTag() != null && matches(request.getHeader("If-None-Match"), media.entityTag());
    }

    /** Weak comparison, RFC 9110 section 13.1.2. */
    private static boolean matches(@Nullable String header, String tag) {
        return header != null
                && Arrays.stream(header.split(",", -1))
                        .map(String::strip)
                        .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
    }

    /** Ranges hold for GET only (14.2), and only for the file that the listener has a part of already (13.1.5). */
    private RangeRequest asked() {
        String condition = request.getHeader("If-Range");
        if (!withBody || (condition != null && !condition.equals(media.entityTag()))) {
            return new Whole();
        }
        return RangeRequest.parse(request.getHeader("Range"), media.size());
    }

    private void sendWhole() throws IOException {
        response.setContentType(media.format().mediaType());
        response.setContentLengthLong(media.size());
        if (withBody) {
            media.copy(new ByteRange(0, media.size() - 1), response.getOutputStream());
        }
    }

    private void sendOne(ByteRange range) throws IOException {
        response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
        response.setContentType(media.format().mediaType());
        response.setHeader("Content-Range", range.contentRange(media.size()));
        response.setContentLengthLong(range.length());
        media.copy(range, response.getOutputStream());
    }

    private void sendMany(MultipartRanges parts) throws IOException {
        response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
        response.setContentType(parts.contentType());
        response.setContentLengthLong(parts.length());
        parts.copy(response.getOutputStream());
    }
}
