package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.SIPStackTimerTask;
import gov.nist.javax.sip.stack.timers.SipTimer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JAIN-SIP's timers as a wheel of short lists. The stack looks at each transaction twice a second for as long as it lives,
 * 32 s for a BYE: with hundreds of calls a second that is thousands of wake-ups and walks through a heap where this one wakes
 * up fifty times. Nothing fires early, and nothing later than {@link #TICK} but for a busy machine. Public with a public
 * constructor because the stack makes it by name.
 */
public final class StackTimer implements SipTimer {

    private static final Logger LOG = LoggerFactory.getLogger(StackTimer.class);
    private static final Duration TICK = Duration.ofMillis(20);
    private static final long TICK_NANOS = TICK.toNanos();
    private static final long NANOS_PER_MILLI = 1_000_000L;

    /** Half a minute, as long as transactions live; what is due later stays in its list for another round. */
    private static final int SLOTS = 2_048;

    /** What was scheduled since the last tick; any thread. */
    private final Queue<Entry> fresh = new ConcurrentLinkedQueue<>();

    /** Entries in the wheel, which the timer's thread alone changes. */
    private final AtomicInteger waiting = new AtomicInteger();

    private final AtomicBoolean asleep = new AtomicBoolean();
    private final long began = System.nanoTime();
    private volatile int haste = 1;
    private volatile boolean started;
    private volatile @Nullable Thread thread;

    // The rest belongs to the timer's thread.

    private final List<ArrayDeque<Entry>> wheel = new ArrayList<>();
    private long tick;

    public StackTimer() {
        this(SLOTS);
    }

    StackTimer(int slots) {
        for (int slot = 0; slot < slots; slot++) {
            wheel.add(new ArrayDeque<>(0));
        }
    }

    @Override
    public void start(@Nullable SipStackImpl stack, @Nullable Properties configuration) {
        started = true;
        var ticking = new Thread(this::run, "sip-transactions"); // in the group of who starts the stack
        ticking.setDaemon(true);
        thread = ticking;
        ticking.start();
    }

    @Override
    public void stop() {
        started = false;
        LockSupport.unpark(thread);
    }

    @Override
    public boolean isStarted() {
        return started;
    }

    /** Tasks that wait, with cancelled ones until their time has come. From any thread. */
    int size() {
        return waiting.get() + fresh.size();
    }

    /** From now on delays and periods are so many times shorter: for tests that would wait for transactions to end. */
    void hasten(int times) {
        haste = times;
    }

    @Override
    public boolean schedule(SIPStackTimerTask task, long delayMillis) {
        return add(task, delayMillis / haste, 0);
    }

    @Override
    public boolean scheduleWithFixedDelay(SIPStackTimerTask task, long delayMillis, long periodMillis) {
        return add(task, delayMillis / haste, Math.max(1, periodMillis / haste));
    }

    private boolean add(SIPStackTimerTask task, long delayMillis, long periodMillis) {
        if (!started) {
            throw new IllegalStateException("the timer has been stopped");
        }
        var entry = new Entry(task, periodMillis, dueTick(delayMillis));
        task.setSipTimerTask(entry);
        fresh.add(entry);
        if (asleep.compareAndSet(true, false)) {
            LockSupport.unpark(thread);
        }
        return true;
    }

    /** The first tick that is not before the time. */
    private long dueTick(long delayMillis) {
        return Math.ceilDiv(System.nanoTime() - began + Math.max(0, delayMillis) * NANOS_PER_MILLI, TICK_NANOS);
    }

    @Override
    public boolean cancel(SIPStackTimerTask task) {
        return task.getSipTimerTask() instanceof Entry entry && entry.cancel();
    }

    private void run() {
        while (started) {
            Thread.interrupted(); // nobody means this thread; interrupted it would spin instead of parking
            awaitTick();
            takeFresh();
            while (started && tick <= now()) {
                fire(wheel.get(slotOf(tick)));
                tick++;
            }
        }
    }

    /** Without anything to wait for, until there is, or the thread wakes up for nothing. */
    private void awaitTick() {
        if (waiting.get() == 0 && fresh.isEmpty()) {
            asleep.set(true);
            if (fresh.isEmpty() && started) {
                LockSupport.park(this);
            }
            asleep.set(false);
            tick = now();
            return;
        }
        LockSupport.parkNanos(this, tick * TICK_NANOS - (System.nanoTime() - began));
    }

    private long now() {
        return (System.nanoTime() - began) / TICK_NANOS;
    }

    private void takeFresh() {
        for (Entry entry = fresh.poll(); entry != null; entry = fresh.poll()) {
            put(entry);
        }
    }

    private void put(Entry entry) {
        entry.due = Math.max(entry.due, tick);
        wheel.get(slotOf(entry.due)).add(entry);
        waiting.incrementAndGet();
    }

    private int slotOf(long tick) {
        return (int) (tick % wheel.size());
    }

    private void fire(ArrayDeque<Entry> slot) {
        for (int left = slot.size(); left > 0; left--) {
            Entry entry = slot.remove();
            waiting.decrementAndGet();
            if (entry.due > tick && !entry.isCancelled()) {
                put(entry);
            } else {
                fire(entry);
            }
        }
    }

    private void fire(Entry entry) {
        entry.run();
        if (entry.periodMillis > 0 && !entry.isCancelled()) {
            entry.due = nextDue(entry.due, now(), entry.periodMillis);
            put(entry);
        }
    }

    /** A period after the last time, so that lateness does not add up; after a stall from now on, so that nothing bursts. */
    static long nextDue(long due, long now, long periodMillis) {
        long period = Math.ceilDiv(periodMillis * NANOS_PER_MILLI, TICK_NANOS);
        return due + period > now ? due + period : now + period;
    }

    /** A task, until it is cancelled or has run for the last time. */
    private static final class Entry {

        private final long periodMillis;
        private volatile @Nullable SIPStackTimerTask task;

        /** By the thread that makes it, then by the timer's. */
        private long due;

        private Entry(SIPStackTimerTask task, long periodMillis, long due) {
            this.task = task;
            this.periodMillis = periodMillis;
            this.due = due;
        }

        private boolean isCancelled() {
            return task == null;
        }

        /** @return false when it was cancelled before, or has run and will not again */
        private boolean cancel() {
            SIPStackTimerTask cancelled = task;
            task = null;
            if (cancelled != null) {
                cancelled.cleanUpBeforeCancel();
            }
            return cancelled != null;
        }

        private void run() {
            SIPStackTimerTask due = task;
            if (due == null) {
                return;
            }
            if (periodMillis == 0) {
                task = null;
            }
            try {
                due.runTask();
            } catch (RuntimeException | Error e) { // of one transaction; the others need their timers
                LOG.error("a timer of the SIP stack failed", e);
            }
        }
    }
}
