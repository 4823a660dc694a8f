package io.tapedeck.proxy.control;

import io.tapedeck.proxy.policy.Medium;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * When pauses end by themselves. Of several wishes for a medium the one that holds it longest counts: what somebody has
 * paused for must not be recorded because somebody else was done earlier. Belongs to the mailbox of the session.
 */
final class PauseEnds {

    /** Until a node that was away may be back. */
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Alarms alarms;
    private final Consumer<Set<Medium>> onEnd;

    /** Of {@link System#nanoTime()}; a medium that is held without an end is not in it. */
    private final Map<Medium, Long> ends = new EnumMap<>(Medium.class);

    private @Nullable Future<?> alarm;

    /**
     * @param onEnd is told which media are due
     */
    PauseEnds(Alarms alarms, Consumer<Set<Medium>> onEnd) {
        this.alarms = alarms;
        this.onEnd = onEnd;
    }

    /**
     * Somebody pauses these media.
     *
     * @param held those that were held before
     * @param after so long; null for until somebody resumes
     * @return whether it holds any of those longer than before
     */
    boolean pause(Set<Medium> media, Set<Medium> held, @Nullable Duration after) {
        long now = System.nanoTime();
        List<Medium> longer = media.stream()
                .filter(medium -> !held.contains(medium) || endsEarlier(medium, now, after))
                .toList();
        for (Medium medium : longer) {
            if (after == null) {
                ends.remove(medium);
            } else {
                ends.put(medium, now + after.toNanos());
            }
        }
        if (!longer.isEmpty()) {
            set(now);
        }
        return longer.stream().anyMatch(held::contains);
    }

    private boolean endsEarlier(Medium medium, long now, @Nullable Duration after) {
        Long end = ends.get(medium);
        return end != null && (after == null || end - now < after.toNanos());
    }

    /** They could not be resumed. */
    void askAgain(Set<Medium> media) {
        long now = System.nanoTime();
        media.forEach(medium -> ends.put(medium, now + RETRY.toNanos()));
        set(now);
    }

    /** These are held no longer. */
    void forget(Set<Medium> media) {
        ends.keySet().removeAll(media);
        set(System.nanoTime());
    }

    private void set(long now) {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
        if (!ends.isEmpty()) {
            long delay =
                    Collections.min(ends.values().stream().map(end -> end - now).toList());
            alarm = alarms.after(Duration.ofNanos(Math.max(0, delay)), () -> ring(now + delay));
        }
    }

    /** It may have been cancelled when it was on its way already: then nothing is due yet. */
    private void ring(long time) {
        var due = EnumSet.noneOf(Medium.class);
        ends.forEach((medium, end) -> {
            if (end - time <= 0) {
                due.add(medium);
            }
        });
        if (!due.isEmpty()) {
            onEnd.accept(due);
        }
    }
}
