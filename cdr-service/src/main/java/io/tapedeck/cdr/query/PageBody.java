package io.tapedeck.cdr.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tapedeck.cdr.cdr.Archive.Page;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * A page of a list.
 *
 * @param next the cursor of the following page; absent on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PageBody<T>(List<T> items, @Nullable String next) {

    static <S, T> ResponseEntity<PageBody<T>> of(Page<S> page, Function<S, T> body) {
        String next = page.next() == null ? null : Parameters.cursor(page.next());
        var response = ResponseEntity.ok();
        if (next != null) {
            String uri = ServletUriComponentsBuilder.fromCurrentRequest()
                    .scheme(null)
                    .host(null)
                    .port(null)
                    .replaceQueryParam("cursor", next)
                    .toUriString();
            response.header(HttpHeaders.LINK, "<" + uri + ">; rel=\"next\"");
        }
        return response.body(new PageBody<>(page.items().stream().map(body).toList(), next));
    }
}
