package io.tapedeck.proxy.recording;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * A phone may tell of a key in two ways at once: by an RTP event (RFC 4733) and by SIP INFO. Whichever comes first counts,
 * and the other is taken for the same key. Belongs to the thread that reads what the node tells.
 */
final class RepeatedKeys {

    private static final Duration TOGETHER = Duration.ofSeconds(2);
    private static final int MOST_REMEMBERED = 32;

    /** Keys of which only one way has told so far, the oldest first. */
    private final Deque<Told> single = new ArrayDeque<>();

    /**
     * @param source how the node learned of it; empty when it does not say
     * @param nanoTime when it was told, as {@link System#nanoTime()} has it
     */
    boolean isNew(String tag, char key, String source, long nanoTime) {
        for (Iterator<Told> each = single.iterator(); each.hasNext(); ) {
            Told told = each.next();
            if (nanoTime - told.nanoTime > TOGETHER.toNanos()) {
                each.remove();
            } else if (told.key == key && told.tag.equals(tag) && !told.source.equals(source)) {
                each.remove();
                return false;
            }
        }
        if (single.size() == MOST_REMEMBERED) {
            single.removeFirst();
        }
        single.addLast(new Told(tag, key, source, nanoTime));
        return true;
    }

    private record Told(String tag, char key, String source, long nanoTime) {}
}
