package io.tapedeck.proxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashTrieTest {

    /** Many share all of their hash, many others parts of it. */
    private record Key(int number) {

        @Override
        public int hashCode() {
            return number % 3 == 0 ? 7 : number % 50 << 20 | number;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void it_holds_what_a_hash_map_holds_after_any_changes(long seed) {
        var random = new SplittableRandom(seed);
        Map<Key, Integer> expected = new HashMap<>();
        HashTrie<Key, Integer> trie = HashTrie.empty();

        for (int i = 0; i < 20_000; i++) {
            var key = new Key(random.nextInt(500));
            if (random.nextInt(5) < 3) {
                expected.put(key, i);
                trie = trie.with(key, i);
            } else {
                expected.remove(key);
                trie = trie.without(key);
            }
            assertThat(trie.size()).isEqualTo(expected.size());
            assertThat(trie.get(key)).isEqualTo(expected.get(key));
        }

        for (int number = 0; number < 500; number++) {
            assertThat(trie.get(new Key(number))).isEqualTo(expected.get(new Key(number)));
        }
        assertThat(trie.values()).containsExactlyInAnyOrderElementsOf(expected.values());
    }

    @Test
    void a_map_stays_as_it_is_when_others_are_made_of_it() {
        var random = new SplittableRandom(6);
        HashTrie<Key, Integer> trie = HashTrie.empty();
        Map<Key, Integer> now = new HashMap<>();
        var states = new ArrayList<Map<Key, Integer>>();
        var tries = new ArrayList<HashTrie<Key, Integer>>();

        for (int i = 0; i < 300; i++) {
            var key = new Key(random.nextInt(100));
            trie = random.nextBoolean() ? trie.with(key, i) : trie.without(key);
            if (trie.get(key) == null) {
                now.remove(key);
            } else {
                now.put(key, i);
            }
            states.add(Map.copyOf(now));
            tries.add(trie);
        }

        for (int i = 0; i < states.size(); i++) {
            assertThat(tries.get(i).values())
                    .containsExactlyInAnyOrderElementsOf(states.get(i).values());
        }
    }

    @Test
    void what_is_emptied_holds_nothing() {
        HashTrie<Key, Integer> trie = HashTrie.empty();
        for (int i = 0; i < 100; i++) {
            trie = trie.with(new Key(i), i);
        }

        for (int i = 0; i < 100; i++) {
            trie = trie.without(new Key(i));
        }

        assertThat(trie.size()).isZero();
        assertThat(trie.values()).isEmpty();
        assertThat(trie.get(new Key(3))).isNull();
    }
}
