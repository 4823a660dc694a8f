package io.tapedeck.capture.spool;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Ring numbers and what they stand for. Given out by any thread, looked up by the writer without a lock. */
final class TapTable {

    private final Queue<Integer> free = new ArrayDeque<>();
    private volatile @Nullable Tap[] taps = new Tap[64];
    private int used;

    // The table's monitor guards the free numbers and the replacement of the array.

    synchronized int add(Tap tap) {
        Integer number = free.poll();
        int index = number == null ? used++ : number;
        @Nullable Tap[] copy = Arrays.copyOf(taps, index < taps.length ? taps.length : 2 * taps.length);
        copy[index] = tap;
        taps = copy;
        return index;
    }

    /** When no packet of the file is in the ring any more. */
    synchronized void remove(CaptureFile file) {
        @Nullable Tap[] copy = taps.clone();
        for (int i = 0; i < used; i++) {
            Tap tap = copy[i];
            if (tap != null && tap.file == file) {
                copy[i] = null;
                free.add(i);
            }
        }
        taps = copy;
    }

    /** More than the highest number. */
    int size() {
        return taps.length;
    }

    @Nullable
    Tap get(int number) {
        return taps[number];
    }
}
