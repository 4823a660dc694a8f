package io.tapedeck.gateway.paging;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.UriComponentsBuilder;

/** A page as HTTP answer: the body, and the same cursor in a {@code Link} header (RFC 8288). */
public final class PageResponse {

    private PageResponse() {}

    /** Rows of a list in the order of their ids. */
    @FunctionalInterface
    public interface Rows<R> {

        /**
         * @param after the id behind which they begin; null for the first
         */
        List<R> behind(@Nullable UUID after, int limit);
    }

    /** The page that is asked for, read with one row more, which tells whether there is another one behind it. */
    public static <R, V> ResponseEntity<Page<V>> read(
            PageRequest page, Rows<R> rows, Function<R, UUID> id, Function<R, V> view, HttpServletRequest request) {
        List<R> found = rows.behind(page.afterId(), page.limit() + 1);
        return of(Page.of(found, page, id).map(view), request);
    }

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
