package io.tapedeck.proxy.sip;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where a call is worked on: what is put in is done one after the other, in order, on a virtual thread
 * that lives only while there is something to do. Whoever runs in it may block and needs no locks.
 */
final class Mailbox {

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    /** A call has a handful of messages under way; this many mean that somebody floods it. */
    private static final int CAPACITY = 256;

    private final Executor executor;
    private final Queue<Runnable> waiting = new ArrayDeque<>(4);
    private boolean busy;

    Mailbox(Executor executor) {
        this.executor = executor;
    }

    /**
     * From any thread; does not block.
     *
     * @return false when the mailbox is full and the task was refused
     */
    boolean post(Runnable task) {
        return post(task, CAPACITY);
    }

    /** However full it is: for what comes once in the life of something that was let in, and must not be lost. */
    void insist(Runnable task) {
        post(task, Integer.MAX_VALUE);
    }

    private boolean post(Runnable task, int capacity) {
        synchronized (waiting) { // guards waiting and busy
            if (waiting.size() >= capacity) {
                return false;
            }
            waiting.add(task);
            if (busy) {
                return true;
            }
            busy = true;
        }
        executor.execute(this::drain);
        return true;
    }

    private void drain() {
        while (true) {
            Runnable task;
            synchronized (waiting) { // guards waiting and busy
                task = waiting.poll();
                if (task == null) {
                    busy = false;
                    return;
                }
            }
            try {
                task.run();
            } catch (RuntimeException | Error e) { // of one task: whoever leaves here takes the whole call along
                LOG.error("a SIP message could not be handled; the call goes on without it", e);
            }
        }
    }
}
