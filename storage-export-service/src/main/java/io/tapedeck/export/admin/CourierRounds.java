package io.tapedeck.export.admin;

import io.tapedeck.export.export.Courier;
import io.tapedeck.export.export.Delivery;
import io.tapedeck.export.export.DueSign;
import io.tapedeck.export.export.LedgerUnavailable;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Lets the courier carry what is due, each delivery on a virtual thread of its own and never more at once than there are
 * places. Looks when a sign is raised, when a place becomes free, and now and then, for what falls due by time.
 */
@Component
final class CourierRounds implements DueSign, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(CourierRounds.class);

    private final Courier courier;
    private final CourierSettings settings;
    private final Semaphore places;
    private final Semaphore signs = new Semaphore(0);
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();

    private volatile boolean running;
    private volatile @Nullable Thread rounds;
    private @Nullable ExecutorService carriers;
    private boolean failing; // only the rounds' thread
    private boolean broken; // only the rounds' thread

    CourierRounds(Courier courier, CourierSettings settings) {
        this.courier = courier;
        this.settings = settings;
        this.places = new Semaphore(settings.parallel());
    }

    @Override
    public void raise() {
        signs.release();
    }

    @Override
    public void start() {
        running = true;
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("export-carrier-", 0).factory());
        carriers = threads;
        rounds = Thread.ofVirtual().name("export-rounds").start(() -> run(threads));
    }

    private void run(ExecutorService threads) {
        try {
            while (running) {
                round(threads);
                signs.tryAcquire(settings.poll().toNanos(), TimeUnit.NANOSECONDS);
                signs.drainPermits();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void round(ExecutorService threads) {
        int free = places.availablePermits(); // only carriers release, only this thread takes
        if (free == 0) {
            return;
        }
        try {
            courier.due(free).forEach(delivery -> dispatch(delivery, threads));
            wellAgain();
        } catch (LedgerUnavailable away) {
            ledgerIsAway(away);
        } catch (RuntimeException unforeseen) {
            broke(unforeseen);
        }
    }

    /** An attempt that outlives its lease is not joined by a second one; the claim stands until its own lease ends. */
    private void dispatch(Delivery delivery, ExecutorService threads) {
        if (underWay.add(delivery.id())) {
            places.acquireUninterruptibly();
            threads.execute(() -> carry(delivery));
        }
    }

    private void carry(Delivery delivery) {
        try {
            courier.carry(delivery);
        } catch (RuntimeException afterTheLease) {
            LOG.warn(
                    "What came of delivering recording {} is not entered; it is tried again after its lease. {}",
                    delivery.recordingId(),
                    afterTheLease.toString());
        } finally {
            underWay.remove(delivery.id());
            places.release();
            signs.release();
        }
    }

    private void ledgerIsAway(LedgerUnavailable failure) {
        if (!failing) {
            LOG.warn("Deliveries wait: {}", failure.getMessage());
        }
        failing = true;
    }

    /** Only us can help, so the trace is told, but once; the rounds go on, since the next one may be well. */
    private void broke(RuntimeException unforeseen) {
        if (!broken) {
            LOG.error("What is due cannot be taken up; it is tried again for ever", unforeseen);
        }
        broken = true;
    }

    private void wellAgain() {
        if (failing || broken) {
            LOG.info("Deliveries go on");
        }
        failing = false;
        broken = false;
    }

    /** Interrupts what is under way; it is due again at once, for whoever comes next. */
    @Override
    public void stop() {
        running = false;
        raise();
        Thread loop = rounds;
        ExecutorService threads = carriers;
        if (loop == null || threads == null) {
            return;
        }
        try {
            loop.join(Duration.ofSeconds(10));
            threads.shutdownNow();
            threads.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the thread is there. */
    boolean atWork() {
        Thread loop = rounds;
        return loop != null && loop.isAlive();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Started before the intake, which raises signs; stopped before the relay, which it rings. */
    @Override
    public int getPhase() {
        return 0;
    }
}
