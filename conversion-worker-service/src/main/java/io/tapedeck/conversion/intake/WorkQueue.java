package io.tapedeck.conversion.intake;

import io.tapedeck.contracts.Topics;
import io.tapedeck.conversion.announce.JobTopics;
import io.tapedeck.conversion.announce.KafkaSettings;
import io.tapedeck.conversion.worker.Announcements;
import io.tapedeck.conversion.worker.ConversionSettings;
import io.tapedeck.conversion.worker.DeadLetters;
import io.tapedeck.conversion.worker.Detours;
import io.tapedeck.conversion.worker.JobMetrics;
import io.tapedeck.conversion.worker.JobRunner;
import io.tapedeck.conversion.worker.QueueSettings;
import io.tapedeck.conversion.worker.WarmUp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The work queue: topic {@code tapedeck.captures} read as share group {@value #GROUP}, as many jobs at once as there are
 * lanes. Starts whether Kafka is there or not and goes to work when it is.
 */
@Component
public class WorkQueue implements SmartLifecycle {

    static final String GROUP = "tapedeck-conversion";
    private static final String LONG_GROUP = GROUP + "-long";

    private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int ADMIN_MILLIS = 5_000;
    private static final Duration END = Duration.ofSeconds(10);

    private final KafkaSettings kafka;
    private final Clients clients;
    private final QueueSettings queue;
    private final Detours detours;
    private final InstantSource clock;
    private final ConversionSettings settings;
    private final CaptureJob job;
    private final Announcements announcements;
    private final WarmUp warmUp;
    private @Nullable Shift shift;
    private volatile boolean ready;
    private volatile boolean broken;

    /** What lives between start and stop. */
    private record Shift(Shutdown shutdown, ExecutorService lanes, ExecutorService jobs) {}

    WorkQueue(
            KafkaSettings kafka,
            ConversionSettings settings,
            QueueSettings queue,
            JobRunner runner,
            DeadLetters deadLetters,
            Detours detours,
            Announcements announcements,
            JobMetrics metrics,
            WarmUp warmUp,
            InstantSource clock) {
        this.kafka = kafka;
        this.clients = new Clients(kafka.kafka());
        this.queue = queue;
        this.detours = detours;
        this.clock = clock;
        this.settings = settings;
        this.job = new CaptureJob(runner, deadLetters, detours, metrics, settings.deliveries(), queue, clock);
        this.announcements = announcements;
        this.warmUp = warmUp;
    }

    /** Whether Kafka was found and jobs are taken. */
    public boolean ready() {
        return ready;
    }

    /** Whether a fault of ours has ended what takes jobs; only a restart helps. */
    public boolean broken() {
        return broken;
    }

    // guards: shift
    @Override
    public synchronized void start() {
        if (shift != null) {
            return;
        }
        var begun = new Shift(
                new Shutdown(settings.drain()),
                Executors.newCachedThreadPool(
                        Thread.ofPlatform().name("conversion-lane-", 0).factory()),
                Executors.newCachedThreadPool(
                        Thread.ofPlatform().name("conversion-job-", 0).factory()));
        shift = begun;
        broken = false;
        begun.lanes().execute(() -> watch(begun, () -> open(begun)));
    }

    // guards: shift
    @Override
    public synchronized void stop() {
        if (shift == null) {
            return;
        }
        ready = false;
        shift.shutdown().begin();
        LOG.info("no more jobs are taken; what runs has {} to finish", settings.drain());
        end(shift.lanes(), settings.drain().plus(END));
        end(shift.jobs(), END);
        shift = null;
    }

    // guards: shift
    @Override
    public synchronized boolean isRunning() {
        return shift != null;
    }

    /** Says what would else end with the thread, unseen. */
    private void watch(Shift begun, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            if (begun.shutdown().begun()) {
                LOG.info("the work queue ended untidily: {}", e.toString());
                return;
            }
            LOG.error("no more jobs are taken here until a restart: a fault of ours", e);
            broken = true;
        }
    }

    private void open(Shift begun) {
        warmUp.run();
        while (!begun.shutdown().begun() && !prepared()) {
            begun.shutdown().await(RETRY);
        }
        if (!begun.shutdown().begun()) {
            announcements.connect();
        }
        openLanes(begun);
        ready = !begun.shutdown().begun();
    }

    /**
     * As many lanes as there are cores for short jobs, and as many for long ones, which then share the cores: hours of call
     * hold up no minute of it, and no core rests while there is any job.
     */
    private void openLanes(Shift begun) {
        for (int i = 0; i < settings.lanes() && !begun.shutdown().begun(); i++) {
            work(begun, lane(begun, clients.lane("conversion-lane-" + i, GROUP, Topics.CAPTURES)));
            work(begun, lane(begun, clients.lane("conversion-long-" + i, LONG_GROUP, JobTopics.LONG)));
        }
        if (!begun.shutdown().begun()) {
            work(begun, new LaterLane(clients.later(), detours, queue.tryAgain(), clock, begun.shutdown()));
        }
    }

    private Lane lane(Shift begun, ShareConsumer<String, byte[]> consumer) {
        return new Lane(consumer, job, begun.jobs(), begun.shutdown());
    }

    private void work(Shift begun, Runnable lane) {
        begun.lanes().execute(() -> watch(begun, lane));
    }

    private boolean prepared() {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.kafka(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                ADMIN_MILLIS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                ADMIN_MILLIS,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                RETRY.toMillis()))) {
            new QueuePreparation(admin, List.of(GROUP, LONG_GROUP), queue.lock()).run();
            return true;
        } catch (ExecutionException e) {
            LOG.info("waiting for Kafka at {}: {}", kafka.kafka(), String.valueOf(e.getCause()));
        } catch (KafkaException e) { // a host name that is not known yet, for one
            LOG.info("waiting for Kafka at {}: {}", kafka.kafka(), String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private static void end(ExecutorService threads, Duration patience) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
