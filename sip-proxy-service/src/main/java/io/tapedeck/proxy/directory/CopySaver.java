package io.tapedeck.proxy.directory;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.proxy.routing.HashTrie;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves the directory on a thread of its own, so that changes need not wait for it, and bit by bit: a large one takes
 * seconds of a processor and a hundred megabytes of the disk, which belong to the calls.
 */
final class CopySaver implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CopySaver.class);
    private static final Duration AT_LEAST_EVERY = Duration.ofSeconds(10);

    /** It works for one part of so many of the time, and rests for the others. */
    private static final long SHARE = 20;

    private final DirectoryCopy copy;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("directory-copy").factory());

    /** Written by the saving thread, which is done with it when {@code busy} is false. */
    private volatile HashTrie<String, DirectoryEvent> saved = HashTrie.empty();

    private volatile boolean busy;
    private volatile boolean hurries;
    private volatile @Nullable Thread resting;
    private volatile long restUntil = System.nanoTime();

    CopySaver(DirectoryCopy copy, InstantSource clock, MeterRegistry meters) {
        this.copy = copy;
        this.clock = clock;
        this.meters = meters;
    }

    /** Saves them, unless that was done already, is being done, or was done a moment ago. From one thread. */
    void offer(HashTrie<String, DirectoryEvent> entities) {
        if (entities != saved && !busy && System.nanoTime() - restUntil >= 0) {
            busy = true;
            thread.execute(() -> save(entities));
        }
    }

    private void save(HashTrie<String, DirectoryEvent> entities) {
        try {
            copy.save(entities.values(), clock.instant(), new Rest());
            saved = entities;
        } catch (IOException e) {
            meters.counter("tapedeck.directory.failures").increment();
            log.error("the copy of the directory cannot be written, check the disk: {}", e.toString());
        } finally {
            restUntil = System.nanoTime() + AT_LEAST_EVERY.toNanos();
            busy = false;
        }
    }

    /** Lets a copy that is being written be finished, without further rest. */
    @Override
    public void close() {
        hurries = true;
        LockSupport.unpark(resting);
        thread.close();
    }

    /** As long as the share wants it after what was done since the last one. Saving thread only. */
    private final class Rest implements Runnable {

        private long rested = System.nanoTime();

        @Override
        public void run() {
            long until = System.nanoTime() + (SHARE - 1) * (System.nanoTime() - rested);
            resting = Thread.currentThread();
            for (long left = until - System.nanoTime(); left > 0 && !hurries; left = until - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            rested = System.nanoTime();
        }
    }
}
