package io.tapedeck.capture.session;

import io.tapedeck.contracts.captures.MaskedSpan;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PressedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Keys that were meant for the platform. When the last digit of a code tells that it is one, the packets of the first are
 * on the disk already, so their time is marked, and no file is made with it. Not thread-safe.
 */
final class MaskedKeys {

    /** More than any code has digits. */
    private static final int REMEMBERED = 16;

    /** Between two digits of a code. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(15);

    /** Between an RTP event and the INFO of the same key. */
    private static final Duration TOGETHER = Duration.ofSeconds(2);

    /** How inexactly the time of a key is known: what a jitter buffer evens out, and what hearing a tone takes. */
    private static final Duration MARGIN = Duration.ofMillis(100);

    /** A capture must not grow without end under somebody who presses codes all day. */
    private static final int MOST_SPANS = 10_000;

    private final Deque<PressedKey> recent = new ArrayDeque<>();
    private final List<MaskedSpan> spans = new ArrayList<>();

    /** One that is told again is the same key. */
    void pressed(PressedKey key) {
        if (recent.contains(key)) {
            return;
        }
        recent.addLast(key);
        if (recent.size() > REMEMBERED) {
            recent.removeFirst();
        }
    }

    /** @return those of the party's last keys that end the code, from the last one back; each as often as it was told of */
    List<PressedKey> mask(Side side, String code) {
        List<PressedKey> found = new ArrayList<>();
        int missing = code.length();
        for (Iterator<PressedKey> back = recent.descendingIterator(); back.hasNext(); ) {
            PressedKey key = back.next();
            if (key.side() != side) {
                continue;
            }
            if (!isTwin(key, found)) {
                if (missing == 0
                        || !key.key().equals(code.substring(missing - 1, missing))
                        || isLongBefore(key, found)) {
                    break;
                }
                missing--;
            }
            found.add(key);
        }
        recent.removeAll(found);
        found.forEach(this::cover);
        return found;
    }

    /** A phone may tell of a key in two ways at once: what the other way has told more often is told again. */
    private static boolean isTwin(PressedKey key, List<PressedKey> found) {
        long here = found.stream()
                .filter(one -> isNear(key, one) && one.source() == key.source())
                .count();
        long there = found.stream()
                .filter(one -> isNear(key, one) && one.source() != key.source())
                .count();
        return here < there;
    }

    private static boolean isNear(PressedKey key, PressedKey other) {
        return key.key().equals(other.key())
                && Duration.between(key.at(), other.at()).abs().compareTo(TOGETHER) <= 0;
    }

    private static boolean isLongBefore(PressedKey key, List<PressedKey> later) {
        return !later.isEmpty()
                && key.at().plus(LONGEST_GAP).isBefore(later.getLast().at());
    }

    private void cover(PressedKey key) {
        Instant from = key.at().minus(MARGIN);
        Instant to = key.at().plus(key.length()).plus(MARGIN);
        if (spans.size() < MOST_SPANS) {
            spans.add(new MaskedSpan(key.side(), from, to));
        }
    }

    List<MaskedSpan> spans() {
        return List.copyOf(spans);
    }
}
