package io.tapedeck.capture.media;

import io.tapedeck.capture.spool.PacketRing;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * The event loop: one thread that owns sockets, their calls' state and timers. What happens to a datagram stands in
 * {@link PacketPath}.
 */
final class RelayLoop implements Runnable, AutoCloseable {

    private static final Logger LOG = System.getLogger(RelayLoop.class.getName());

    private static final long BETWEEN_COMPLAINTS = 10_000_000_000L;

    private final DatagramIo io;
    private final PacketRing ring;
    private final PacketPath path;
    private final LoopTimers timers = new LoopTimers();
    /** Bounded by the callers: each waits for its answer, or is the end of a call. */
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();

    private final Thread thread;
    private long lastComplaint = System.nanoTime() - 2 * BETWEEN_COMPLAINTS;
    private volatile boolean closing;

    RelayLoop(DatagramIo io, PacketRing ring, RelayCounters counters) {
        this.io = io;
        this.ring = ring;
        this.path = new PacketPath(ring, counters);
        this.thread = Thread.ofPlatform().name("capture-relay").daemon().unstarted(this);
    }

    void start() {
        thread.start();
    }

    boolean isRunning() {
        return thread.isAlive();
    }

    DatagramIo io() {
        return io;
    }

    PacketRing ring() {
        return ring;
    }

    /** For what has to happen at a time; loop thread only. */
    LoopTimers timers() {
        return timers;
    }

    /** Runs on the loop, in order, between two packets. */
    void tell(Runnable command) {
        commands.add(command);
        io.wakeUp();
    }

    /** Waits for the loop's answer. */
    <T> T ask(Supplier<T> question) {
        if (thread.equals(Thread.currentThread())) {
            return question.get();
        }
        var answer = new CompletableFuture<T>();
        tell(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        if (closing && !thread.isAlive()) {
            answer.completeExceptionally(new IllegalStateException("the relay is closed"));
        }
        return answer.join();
    }

    @Override
    public void run() {
        while (!closing) {
            try {
                io.poll(path::onReadable, timers.nanosToNext(System.nanoTime()));
            } catch (IOException | RuntimeException e) {
                stumbled(e);
            }
            ring.publish();
            timers.runDue(System.nanoTime());
            runCommands();
        }
        runCommands();
    }

    /** A fault of ours; said now and then, since it may come with every packet. */
    private void stumbled(Exception e) {
        long now = System.nanoTime();
        if (now - lastComplaint > BETWEEN_COMPLAINTS) {
            lastComplaint = now;
            LOG.log(Level.ERROR, "the relay loop stumbled; calls go on", e);
        }
    }

    private void runCommands() {
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            try {
                command.run();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a command to the relay failed", e);
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        io.wakeUp();
        try {
            thread.join();
            io.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the relay's selector did not close", e);
        }
        runCommands();
    }
}
