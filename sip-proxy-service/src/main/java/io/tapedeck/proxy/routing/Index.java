package io.tapedeck.proxy.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Entities by something they have, such as a name. Several may claim the same; they stand in the order of their age (by
 * id). Never changes: with another entity it is another index.
 */
final class Index<K, E> {

    private final Function<E, Collection<K>> keys;
    private final Function<E, UUID> id;
    private final HashTrie<K, List<E>> claims;

    private Index(Function<E, Collection<K>> keys, Function<E, UUID> id, HashTrie<K, List<E>> claims) {
        this.keys = keys;
        this.id = id;
        this.claims = claims;
    }

    /**
     * An index of nothing yet.
     *
     * @param id older entities have smaller ones
     */
    static <K, E> Index<K, E> by(Function<E, K> key, Function<E, UUID> id) {
        return new Index<>(entity -> List.of(Objects.requireNonNull(key.apply(entity))), id, HashTrie.empty());
    }

    /** For what entities have many of. */
    static <K, E> Index<K, E> byEach(Function<E, Collection<K>> keys, Function<E, UUID> id) {
        return new Index<>(keys, id, HashTrie.empty());
    }

    /** All that claim this key, the oldest first. */
    List<E> all(K key) {
        List<E> found = claims.get(key);
        return found == null ? List.of() : found;
    }

    /** The oldest that claims this key, of those that are wanted. */
    @Nullable
    E oldest(K key, Predicate<E> wanted) {
        for (E entity : all(key)) {
            if (wanted.test(entity)) {
                return entity;
            }
        }
        return null;
    }

    /** Every entity, once for each of its keys, in no order. */
    List<E> entities() {
        return claims.values().stream().flatMap(List::stream).toList();
    }

    /**
     * One entity as it is now in place of what it was.
     *
     * @param before null for one that is new
     * @param after null for one that is no more
     */
    Index<K, E> replaced(@Nullable E before, @Nullable E after) {
        Collection<K> left = before == null ? List.of() : keys.apply(before);
        Collection<K> taken = after == null ? List.of() : keys.apply(after);
        HashTrie<K, List<E>> result = claims;
        for (K key : left) {
            result = without(result, key, id.apply(Objects.requireNonNull(before)));
        }
        for (K key : taken) {
            result = with(result, key, Objects.requireNonNull(after));
        }
        return new Index<>(keys, id, result);
    }

    private HashTrie<K, List<E>> without(HashTrie<K, List<E>> from, K key, UUID gone) {
        List<E> there = from.get(key);
        if (there == null) {
            return from;
        }
        List<E> rest = there.stream().filter(one -> !id.apply(one).equals(gone)).toList();
        return rest.isEmpty() ? from.without(key) : from.with(key, rest);
    }

    private HashTrie<K, List<E>> with(HashTrie<K, List<E>> to, K key, E entity) {
        List<E> there = to.get(key);
        return to.with(key, there == null ? List.of(entity) : inserted(there, entity));
    }

    private List<E> inserted(List<E> there, E entity) {
        UUID own = id.apply(entity);
        var result = new ArrayList<E>(there.size() + 1);
        there.stream().filter(one -> id.apply(one).compareTo(own) < 0).forEach(result::add);
        result.add(entity);
        there.stream().filter(one -> id.apply(one).compareTo(own) > 0).forEach(result::add);
        return List.copyOf(result);
    }
}
