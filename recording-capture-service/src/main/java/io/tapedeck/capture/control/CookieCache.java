package io.tapedeck.capture.control;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Replies by cookie, for a while and bounded: a controller that hears nothing repeats its request, and the second one
 * must get the reply to the first and do nothing.
 *
 * @param <A> who asks
 */
final class CookieCache<A> {

    private static final int MOST_ASKERS = 8;

    private final Map<Key, Entry<A>> entries = new LinkedHashMap<>();
    /** A flood of large replies shortens their life rather than fill the memory. */
    private static final long MOST_BYTES = 64 << 20;

    private final long lifeNanos;
    private final int limit;
    private final LongSupplier nanoTime;
    private long storedBytes;

    CookieCache(Duration life, int limit, LongSupplier nanoTime) {
        this.lifeNanos = life.toNanos();
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    // The cache's monitor guards the map and its entries: the receiver asks, workers answer.

    /** What is to be done with a request that arrived. */
    synchronized Verdict ask(String cookie, InetAddress controller, A asker) {
        expire();
        var key = new Key(controller, cookie);
        Entry<A> known = entries.get(key);
        if (known == null) {
            entries.put(key, new Entry<>(nanoTime.getAsLong(), asker));
            return new Verdict.Work(key);
        }
        ByteBuffer reply = known.reply;
        if (reply == null && known.askers.size() < MOST_ASKERS) {
            known.askers.add(asker);
        }
        return reply == null ? new Verdict.Patience() : new Verdict.Repeat(reply);
    }

    /** @return everybody who asked meanwhile */
    synchronized Set<A> answer(Key key, ByteBuffer reply) {
        Entry<A> entry = entries.get(key);
        if (entry == null) {
            return Set.of();
        }
        storedBytes += reply.remaining() - entry.size();
        entry.reply = reply;
        Set<A> askers = Set.copyOf(entry.askers);
        entry.askers.clear();
        return askers;
    }

    /** The request was not taken on; its repetition shall be. */
    synchronized void forget(Key key) {
        Entry<A> forgotten = entries.remove(key);
        storedBytes -= forgotten == null ? 0 : forgotten.size();
    }

    synchronized int size() {
        return entries.size();
    }

    private void expire() {
        long now = nanoTime.getAsLong();
        Iterator<Entry<A>> oldest = entries.values().iterator();
        while (oldest.hasNext()) {
            Entry<A> entry = oldest.next();
            if (now - entry.since < lifeNanos && entries.size() < limit && storedBytes < MOST_BYTES) {
                return;
            }
            oldest.remove();
            storedBytes -= entry.size();
        }
    }

    /** Two controllers may choose the same cookie. */
    record Key(InetAddress controller, String cookie) {}

    sealed interface Verdict {

        /** New: do it, then {@link CookieCache#answer}. */
        record Work(Key key) implements Verdict {}

        /** Being worked on; the reply goes to this asker too. */
        record Patience() implements Verdict {}

        record Repeat(ByteBuffer reply) implements Verdict {}
    }

    private static final class Entry<A> {

        private final long since;
        private final Set<A> askers = new HashSet<>();
        private @Nullable ByteBuffer reply;

        private Entry(long since, A asker) {
            this.since = since;
            askers.add(asker);
        }

        private int size() {
            ByteBuffer stored = reply;
            return stored == null ? 0 : stored.remaining();
        }
    }
}
