package io.tapedeck.testkit.phone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that waits for channels, timers and tasks at once. What it calls back runs on this thread, so what only
 * they touch needs no lock. {@link #execute} and {@link #close} may be called from any thread, all else from its own.
 */
final class EventLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::order));
    private final long epoch = System.nanoTime();
    private volatile boolean closed;

    /** A call at a time of {@link System#nanoTime()}, which may be taken back. */
    final class Timer {

        private final long dueNanos;
        private final Runnable task;
        private boolean cancelled;

        private Timer(long dueNanos, Runnable task) {
            this.dueNanos = dueNanos;
            this.task = task;
        }

        /** Nanoseconds since the loop began: unlike bare nanoTime it may be compared. */
        private long order() {
            return dueNanos - epoch;
        }

        void cancel() {
            cancelled = true;
        }
    }

    EventLoop(String threadName) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("no selector", e);
        }
        thread = Thread.ofPlatform().name(threadName).daemon(true).start(this::run);
    }

    /** After the loop was closed tasks are dropped. */
    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    Timer at(long dueNanos, Runnable task) {
        var timer = new Timer(dueNanos, task);
        timers.add(timer);
        return timer;
    }

    Timer afterMillis(long millis, Runnable task) {
        return at(System.nanoTime() + millis * NANOS_PER_MILLI, task);
    }

    /** The channel is closed with the loop, if not before. */
    SelectionKey register(SelectableChannel channel, int operations, Runnable whenReady) {
        try {
            channel.configureBlocking(false);
            return channel.register(selector, operations, whenReady);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot register " + channel, e);
        }
    }

    private void run() {
        try (selector) {
            while (!closed) {
                runTasks();
                runTimers();
                waitForWork();
            }
            runTasks(); // what was said before close() was called still happens
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            LOG.error("the selector of {} failed", Thread.currentThread().getName(), e);
        }
    }

    private void waitForWork() throws IOException {
        if (closed || !tasks.isEmpty()) {
            selector.selectNow(EventLoop::ready);
            return;
        }
        Timer next = timers.peek();
        if (next == null) {
            selector.select(EventLoop::ready);
            return;
        }
        long nanos = next.dueNanos - System.nanoTime();
        if (nanos <= 0) {
            selector.selectNow(EventLoop::ready);
        } else {
            selector.select(EventLoop::ready, (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        }
    }

    private static void ready(SelectionKey key) {
        guarded((Runnable) key.attachment());
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            guarded(task);
        }
    }

    private void runTimers() {
        long now = System.nanoTime();
        while (!timers.isEmpty() && timers.peek().dueNanos - now <= 0) {
            Timer timer = timers.remove();
            if (!timer.cancelled) {
                guarded(timer.task);
            }
        }
    }

    /** One broken callback must not end all calls of the phone. */
    private static void guarded(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException e) {
            LOG.error("a callback on {} failed", Thread.currentThread().getName(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
