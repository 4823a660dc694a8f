package io.tapedeck.proxy.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A map that never changes: with one more or one less entry it is another map, which shares all but a handful of small
 * arrays with the former. So a writer makes the next state of something large in a microsecond, and readers need no lock.
 *
 * <p>A hash array mapped trie (Bagwell 2001): each node looks at five bits of the hash and has slots for those of their 32
 * values that occur; a slot holds an entry, or a node for those that have these bits in common.
 */
public final class HashTrie<K, V> {

    private static final int BITS = 5;
    private static final int MASK = (1 << BITS) - 1;

    private static final HashTrie<?, ?> EMPTY = new HashTrie<>(new Node<>(0, new Object[0]), 0);

    private final Node<K, V> root;
    private final int size;

    private HashTrie(Node<K, V> root, int size) {
        this.root = root;
        this.size = size;
    }

    @SuppressWarnings("unchecked") // it holds nothing
    public static <K, V> HashTrie<K, V> empty() {
        return (HashTrie<K, V>) EMPTY;
    }

    public int size() {
        return size;
    }

    public @Nullable V get(K key) {
        Entry<K, V> found = root.find(spread(key), key);
        return found == null ? null : found.value;
    }

    public HashTrie<K, V> with(K key, V value) {
        int hash = spread(key);
        boolean fresh = root.find(hash, key) == null;
        return new HashTrie<>(root.with(new Entry<>(hash, key, value), 0), fresh ? size + 1 : size);
    }

    public HashTrie<K, V> without(K key) {
        int hash = spread(key);
        return root.find(hash, key) == null ? this : new HashTrie<>(root.without(hash, key, 0), size - 1);
    }

    /** All values, in no order. */
    public List<V> values() {
        List<V> values = new ArrayList<>(size);
        root.forEach(entry -> values.add(entry.value));
        return values;
    }

    /** The upper half of a hash counts as much as the lower, as in {@link java.util.HashMap}. */
    private static int spread(Object key) {
        int hash = key.hashCode();
        return hash ^ hash >>> 16;
    }

    private record Entry<K, V>(int hash, K key, V value) {}

    /**
     * @param present which of the 32 values have a slot
     * @param slots in the order of these bits, each an {@link Entry} or a {@code Node}; below the last bits of the hash
     *     there is nothing to tell entries apart: there they stand side by side and {@code present} is 0
     */
    @SuppressWarnings("ArrayRecordComponent") // never changed after it was put in
    private record Node<K, V>(int present, Object[] slots) {

        @Nullable
        Entry<K, V> find(int hash, K key) {
            Node<K, V> node = this;
            for (int shift = 0; shift < Integer.SIZE; shift += BITS) {
                int bit = bit(hash, shift);
                if ((node.present & bit) == 0) {
                    return null;
                }
                Object slot = node.slots[node.position(bit)];
                if (slot instanceof Node<?, ?> below) {
                    node = cast(below);
                } else {
                    Entry<K, V> entry = entry(slot);
                    return entry.hash == hash && entry.key.equals(key) ? entry : null;
                }
            }
            int at = node.among(key);
            return at < 0 ? null : entry(node.slots[at]);
        }

        Node<K, V> with(Entry<K, V> entry, int shift) {
            if (shift >= Integer.SIZE) {
                int at = among(entry.key);
                return at < 0 ? inserted(slots.length, 0, entry) : replaced(at, entry);
            }
            int bit = bit(entry.hash, shift);
            int at = position(bit);
            if ((present & bit) == 0) {
                return inserted(at, bit, entry);
            }
            if (slots[at] instanceof Node<?, ?> below) {
                return replaced(at, Node.<K, V>cast(below).with(entry, shift + BITS));
            }
            Entry<K, V> there = entry(slots[at]);
            boolean same = there.hash == entry.hash && there.key.equals(entry.key);
            return replaced(at, same ? entry : below(there, entry, shift + BITS));
        }

        private static <K, V> Node<K, V> below(Entry<K, V> one, Entry<K, V> other, int shift) {
            return new Node<K, V>(0, new Object[0]).with(one, shift).with(other, shift);
        }

        /** The key is there. */
        Node<K, V> without(int hash, K key, int shift) {
            if (shift >= Integer.SIZE) {
                return removed(among(key), 0);
            }
            int bit = bit(hash, shift);
            int at = position(bit);
            if (!(slots[at] instanceof Node<?, ?> node)) {
                return removed(at, bit);
            }
            Node<K, V> below = Node.<K, V>cast(node).without(hash, key, shift + BITS);
            boolean lonely = below.slots.length == 1 && !(below.slots[0] instanceof Node<?, ?>);
            return replaced(at, lonely ? below.slots[0] : below);
        }

        void forEach(Consumer<Entry<K, V>> action) {
            for (Object slot : slots) {
                if (slot instanceof Node<?, ?> below) {
                    Node.<K, V>cast(below).forEach(action);
                } else {
                    action.accept(entry(slot));
                }
            }
        }

        private static int bit(int hash, int shift) {
            return 1 << (hash >>> shift & MASK);
        }

        private int position(int bit) {
            return Integer.bitCount(present & bit - 1);
        }

        private int among(K key) {
            for (int i = 0; i < slots.length; i++) {
                if (entry(slots[i]).key.equals(key)) {
                    return i;
                }
            }
            return -1;
        }

        private Node<K, V> replaced(int at, Object slot) {
            Object[] copy = slots.clone();
            copy[at] = slot;
            return new Node<>(present, copy);
        }

        private Node<K, V> inserted(int at, int bit, Object slot) {
            Object[] copy = Arrays.copyOf(slots, slots.length + 1);
            System.arraycopy(slots, at, copy, at + 1, slots.length - at);
            copy[at] = slot;
            return new Node<>(present | bit, copy);
        }

        private Node<K, V> removed(int at, int bit) {
            Object[] copy = Arrays.copyOf(slots, slots.length - 1);
            System.arraycopy(slots, at + 1, copy, at, copy.length - at);
            return new Node<>(present & ~bit, copy);
        }

        @SuppressWarnings("unchecked") // slots of a node have entries and nodes of its own types only
        private Entry<K, V> entry(Object slot) {
            return (Entry<K, V>) slot;
        }

        @SuppressWarnings("unchecked") // likewise
        private static <K, V> Node<K, V> cast(Node<?, ?> node) {
            return (Node<K, V>) node;
        }
    }
}
