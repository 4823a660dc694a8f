package io.tapedeck.capture.media;

import io.tapedeck.capture.spool.PacketRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final RelayCounters counters = new RelayCounters();
    private final PacketPath path;
    private final Precedence precedence;
    private final Pace pace;
    private final LoopTimers timers = new LoopTimers();
    /** Bounded by the callers: each waits for its answer, or is the end of a call. */
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();

    private final AtomicInteger calls = new AtomicInteger();
    private final Thread thread;
    private final ThreadLoad load;
    private long lastComplaint = System.nanoTime() - 2 * BETWEEN_COMPLAINTS;
    private volatile boolean closing;

    /** @param number among the loops, for people */
    RelayLoop(int number, DatagramIo io, PacketRing ring, RealTime realTime, Pace pace) {
        this.io = io;
        this.ring = ring;
        this.path = new PacketPath(ring, counters);
        this.precedence = new Precedence(realTime::claim, realTime::giveUp);
        this.pace = pace;
        this.thread =
                Thread.ofPlatform().name("capture-relay-" + number).daemon().unstarted(this);
        this.load = new ThreadLoad(thread);
    }

    void start() {
        thread.start();
    }

    boolean isRunning() {
        return thread.isAlive();
    }

    /** How much of a processor it uses, 0 to 1; any thread. */
    double load() {
        return load.get();
    }

    /** The calls that live here; any thread counts. */
    int calls() {
        return calls.get();
    }

    void callOpened() {
        calls.incrementAndGet();
    }

    void callClosed() {
        calls.decrementAndGet();
    }

    RelayCounters counters() {
        return counters;
    }

    /** Relays what arrives there from now on; loop thread. */
    void watch(MediaPort port) {
        try {
            io.watch(port.socket, () -> path.onReadable(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /**
     * Runs before what is told or asked next, at the latest: whoever settles a call tells many things and asks at the end, and each
     * time that the loop is woken costs two threads' switches.
     */
    void tellAhead(Runnable command) {
        commands.add(command);
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
        begin();
        boolean again = false;
        while (!closing) {
            int datagrams = poll(again);
            ring.publish();
            long now = System.nanoTime();
            timers.runDue(now);
            runCommands();
            keepPace(datagrams, now);
            // not before all is read: each look takes one datagram of a socket, and a video frame is a burst of them
            long rest = again && datagrams == 0 ? pace.rest(timers.nanosToNext(now)) : 0;
            if (rest > 0) {
                io.rest(rest);
            }
            again = datagrams > 0;
        }
        runCommands();
    }

    private void begin() {
        long now = System.nanoTime();
        LOG.log(Level.INFO, "{0} has class {1}", thread.getName(), precedence.claim(now));
        pace.begin(now);
    }

    private void keepPace(int datagrams, long now) {
        pace.took(datagrams);
        if (pace.passed(now)) {
            precedence.used(pace.load(), now);
        }
    }

    private int poll(boolean again) {
        try {
            return io.poll(again ? 0 : timers.nanosToNext(System.nanoTime()));
        } catch (IOException | RuntimeException e) {
            stumbled(e);
            return 0;
        }
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
