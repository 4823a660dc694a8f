package io.tapedeck.vital;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Comparator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What a thread does round by round for as long as its service lives. An exception that nobody foresaw is a fault of ours: it is
 * counted and told with its trace, once until a round succeeds, and the next round is tried. What can be expected, such as a
 * broker that is away, is handled within the round. Rounds are for one thread, the rest may be asked by any.
 */
public final class VitalWork {

    private static final Logger LOG = System.getLogger(VitalWork.class.getName());

    /** How the work is, the worst last. */
    public enum State {
        /** Nobody has begun it. */
        IDLE,
        WORKING,
        /** The last round has failed by a fault of ours, and is tried again. */
        FAILING,
        /** The thread has ended though nobody has told it to. */
        GONE
    }

    /** Ends in time, or waits interruptibly. */
    @FunctionalInterface
    public interface Round {
        void run() throws InterruptedException;
    }

    private final String name;
    private final LongAdder faults = new LongAdder();
    private volatile @Nullable Thread thread;
    private volatile boolean failing;
    private volatile boolean ending;

    /** @param name as operators read it, such as {@code capture-announcer}; also the thread's */
    public VitalWork(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /**
     * Begins the work.
     *
     * @param kind virtual, or platform
     * @param work goes on until it is told to end, by means of its own
     */
    public Thread start(Thread.Builder kind, Runnable work) {
        Thread begun = kind.name(name).unstarted(work);
        thread = begun;
        ending = false;
        begun.start();
        return begun;
    }

    /**
     * The work is going to end because somebody wants it to, so that nobody misses it.
     */
    public void ends() {
        ending = true;
    }

    /**
     * Runs one round.
     *
     * @return false when it has failed by a fault of ours; the caller waits a while before the next one
     * @throws InterruptedException when the work is to end
     */
    public boolean attempt(Round round) throws InterruptedException {
        try {
            round.run();
            succeeds();
            return true;
        } catch (RuntimeException fault) {
            faults.increment();
            if (!failing && !ending) {
                LOG.log(
                        Level.ERROR,
                        name + " has failed by a fault of Tapedeck's own; it is tried again for ever",
                        fault);
            }
            failing = true;
            return false;
        }
    }

    /** Says that the work goes well, also in the midst of a round that lasts. */
    public void succeeds() {
        if (failing) {
            LOG.log(Level.INFO, name + " goes on");
        }
        failing = false;
    }

    public State state() {
        Thread begun = thread;
        if (begun == null || ending) {
            return State.IDLE;
        }
        if (!begun.isAlive()) {
            return State.GONE;
        }
        return failing ? State.FAILING : State.WORKING;
    }

    /** How that of these is which is worst off; {@link State#IDLE} without any. */
    public static State worst(Collection<VitalWork> works) {
        return works.stream()
                .map(VitalWork::state)
                .max(Comparator.naturalOrder())
                .orElse(State.IDLE);
    }

    /** Rounds that have failed by a fault of ours. */
    public long faults() {
        return faults.sum();
    }
}
