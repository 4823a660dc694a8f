package io.tapedeck.gateway.paging;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.UriComponentsBuilder;

/** A page as HTTP answer: the body, and the same cursor in a {@code Link} header (RFC 8288). */
public final class PageResponse {

    private PageResponse() {}

    /** The target of the link is relative to the host, so it is right behind every reverse proxy. */
    public static <T> ResponseEntity<Page<T>> of(Page<T> page, HttpServletRequest request) {
        var answer = ResponseEntity.ok();
        if (page.next() != null) {
            answer.header(HttpHeaders.LINK, "<" + nextOf(request, page.next()) + ">; rel=\"next\"");
        }
        return answer.body(page);
    }

    private static String nextOf(HttpServletRequest request, String cursor) {
        String query = request.getQueryString();
        return UriComponentsBuilder.fromPath(request.getRequestURI())
                .query(query)
                .replaceQueryParam("cursor", URLEncoder.encode(cursor, StandardCharsets.UTF_8))
                .build()
                .toUriString();
    }
}
