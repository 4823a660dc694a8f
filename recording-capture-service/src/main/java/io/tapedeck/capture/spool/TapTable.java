package io.tapedeck.capture.spool;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Ring numbers and what they stand for. Given out by any thread, looked up by the writer without a lock. */
final class TapTable {

    private final Queue<Integer> free = new ArrayDeque<>();
    private volatile AtomicReferenceArray<@Nullable Tap> taps = new AtomicReferenceArray<>(64);
    private int used;

    // The table's monitor guards the free numbers and the replacement of the array.

    synchronized int add(Tap tap) {
        Integer number = free.poll();
        int index = number == null ? used++ : number;
        if (index == taps.length()) {
            taps = twice(taps);
        }
        taps.set(index, tap);
        return index;
    }

    private static AtomicReferenceArray<@Nullable Tap> twice(AtomicReferenceArray<@Nullable Tap> full) {
        var larger = new AtomicReferenceArray<@Nullable Tap>(2 * full.length());
        for (int i = 0; i < full.length(); i++) {
            larger.set(i, full.get(i));
        }
        return larger;
    }

    /** When no packet of the file is in the ring any more. */
    synchronized void remove(CaptureFile file) {
        for (int i = 0; i < used; i++) {
            Tap tap = taps.get(i);
            if (tap != null && tap.file == file) {
                taps.set(i, null);
                free.add(i);
            }
        }
    }

    /** More than the highest number. */
    int size() {
        return taps.length();
    }

    @Nullable
    Tap get(int number) {
        return taps.get(number);
    }
}
