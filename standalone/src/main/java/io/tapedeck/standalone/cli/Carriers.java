package io.tapedeck.standalone.cli;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many threads of the system carry a service's virtual threads. What they do for a call is short, and each that is woken for it
 * costs two switches; who reads, relays, writes and collects beside them needs processors too. Lookups of names bring carriers of
 * their own; whatever else holds one up, such as a disk that stalls, is noticed here, and another one is added while that lasts.
 * See decision 0052.
 */
final class Carriers implements Runnable {

    private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";
    private static final Logger LOG = LoggerFactory.getLogger(Carriers.class);

    /** Between two looks, and as long may a virtual thread wait for its turn. */
    private static final Duration INTERVAL = Duration.ofMillis(100);

    /** Looks without a wait until the added carriers are given back. */
    private static final int CALM = 600;

    private final VirtualThreadSchedulerMXBean scheduler;
    private final int usual;
    private final int most;
    private int calm;

    Carriers(VirtualThreadSchedulerMXBean scheduler, int most) {
        this.scheduler = scheduler;
        this.usual = scheduler.getParallelism();
        this.most = most;
    }

    /** One for two processors, unless the operator has said how many. To be called before the first virtual thread. */
    static void leaveRoom() {
        if (System.getProperty(PARALLELISM) != null) {
            return;
        }
        int processors = Runtime.getRuntime().availableProcessors();
        System.setProperty(PARALLELISM, Integer.toString(Math.max(1, processors / 2)));
        var scheduler = ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
        Thread.ofPlatform().daemon().name("carriers").start(new Carriers(scheduler, Math.max(2, processors)));
    }

    @Override
    public void run() {
        try {
            while (true) {
                look();
                Thread.sleep(INTERVAL);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        var turn = new CountDownLatch(1);
        Thread.startVirtualThread(turn::countDown);
        if (turn.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
            calm++;
            if (calm >= CALM && scheduler.getParallelism() > usual) {
                scheduler.setParallelism(usual);
            }
            return;
        }
        calm = 0;
        do {
            addOne();
        } while (!turn.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void addOne() {
        int more = scheduler.getParallelism() + 1;
        if (more <= most) {
            LOG.warn("virtual threads wait for their turn, as behind a disk that stalls; {} carry them now", more);
            scheduler.setParallelism(more);
        }
    }
}
