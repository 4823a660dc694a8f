package io.tapedeck.capture.session;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks of one key strictly one after the other, tasks of different keys side by side. A key costs nothing while
 * it has no task. Bounded: what does not fit is refused, and the sender repeats itself.
 */
public final class SerialTasks {

    private static final Logger LOG = System.getLogger(SerialTasks.class.getName());

    private final ConcurrentHashMap<String, Queue<Runnable>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final Executor threads;
    private final int limit;

    /** @param limit tasks that wait, over all keys */
    public SerialTasks(Executor threads, int limit) {
        this.threads = threads;
        this.limit = limit;
    }

    /** @return false when too many tasks wait already */
    public boolean execute(String key, Runnable task) {
        if (size.get() >= limit) {
            return false;
        }
        size.incrementAndGet();
        var isFirst = new boolean[1];
        waiting.compute(key, (_, queue) -> {
            isFirst[0] = queue == null;
            Queue<Runnable> tasks = queue == null ? new ArrayDeque<>() : queue;
            tasks.add(task);
            return tasks;
        });
        if (isFirst[0]) {
            threads.execute(() -> drain(key));
        }
        return true;
    }

    private void drain(String key) {
        for (Runnable task = next(key); task != null; task = next(key)) {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a task for " + key + " failed; the next one follows", e);
            } finally {
                size.decrementAndGet();
            }
        }
    }

    private @Nullable Runnable next(String key) {
        var taken = new Runnable[1];
        // the map's lock on the key guards the queue; an empty queue leaves with its key
        waiting.computeIfPresent(key, (_, queue) -> {
            taken[0] = queue.poll();
            return taken[0] == null ? null : queue;
        });
        return taken[0];
    }

    public int size() {
        return size.get();
    }
}
