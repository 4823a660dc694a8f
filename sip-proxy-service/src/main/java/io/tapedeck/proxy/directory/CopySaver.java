package io.tapedeck.proxy.directory;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.proxy.routing.HashTrie;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Saves the directory on a thread of its own: a large one takes seconds, and changes must not wait for that. */
final class CopySaver implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CopySaver.class);
    private static final Duration AT_LEAST_EVERY = Duration.ofSeconds(10);

    /** Of a large directory that changes all the time, saving takes at most one part of so many of the time. */
    private static final long SHARE = 20;

    private final DirectoryCopy copy;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("directory-copy").factory());

    /** Written by the saving thread, which is done with it when {@code busy} is false. */
    private volatile HashTrie<String, DirectoryEvent> saved = HashTrie.empty();

    private volatile boolean busy;
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
        long began = System.nanoTime();
        try {
            copy.save(entities.values(), clock.instant());
            saved = entities;
        } catch (IOException e) {
            meters.counter("tapedeck.directory.failures").increment();
            log.error("the copy of the directory cannot be written, check the disk: {}", e.toString());
        } finally {
            long now = System.nanoTime();
            restUntil = now + Math.max(AT_LEAST_EVERY.toNanos(), SHARE * (now - began));
            busy = false;
        }
    }

    /** Lets a copy that is being written be finished. */
    @Override
    public void close() {
        thread.close();
    }
}
