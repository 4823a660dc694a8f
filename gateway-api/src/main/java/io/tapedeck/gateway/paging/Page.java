package io.tapedeck.gateway.paging;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next the cursor of the next page; null when this is the last
 */
public record Page<T>(List<T> items, @Nullable String next) {

    public Page {
        items = List.copyOf(items);
    }

    /**
     * Makes a page out of rows that are ordered by id.
     *
     * @param rows at most one more than the limit; that one tells that there is a next page
     */
    public static <R> Page<R> of(List<R> rows, PageRequest request, Function<R, UUID> id) {
        if (rows.size() <= request.limit()) {
            return new Page<>(rows, null);
        }
        List<R> kept = rows.subList(0, request.limit());
        return new Page<>(kept, PageRequest.cursorAt(id.apply(kept.getLast())));
    }

    public <V> Page<V> map(Function<? super T, ? extends V> view) {
        return new Page<>(items.stream().<V>map(view).toList(), next);
    }
}
