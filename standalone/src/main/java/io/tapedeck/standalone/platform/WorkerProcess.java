package io.tapedeck.standalone.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conversion worker as a child process: native code runs in it, so it may die and is started again. It ends by
 * itself when this process is gone, because its standard input then closes.
 */
final class WorkerProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
    private static final Duration RESTART_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration HEALTHY_AFTER = Duration.ofSeconds(20);
    private static final Duration DRAIN_TIME = Duration.ofSeconds(20);

    private final List<String> command;
    private final Path log;
    private final Thread keeper;

    private volatile boolean closing;
    private volatile @Nullable Process process;

    private WorkerProcess(List<String> command, Path log) {
        this.command = command;
        this.log = log;
        this.keeper = Thread.ofPlatform().name("worker-keeper").unstarted(this::keepAlive);
    }

    static WorkerProcess start(List<String> command, Path log) {
        var worker = new WorkerProcess(command, log);
        worker.process = worker.launch();
        worker.keeper.start();
        return worker;
    }

    private Process launch() {
        try {
            return new ProcessBuilder(command)
                    .redirectInput(Redirect.PIPE)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("the conversion worker cannot be started", e);
        }
    }

    private void keepAlive() {
        Duration pause = RESTART_PAUSE;
        while (!closing) {
            long started = System.nanoTime();
            int exit = awaitExit();
            if (closing) {
                return;
            }
            boolean wasHealthy = System.nanoTime() - started > HEALTHY_AFTER.toNanos();
            pause = wasHealthy ? RESTART_PAUSE : shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            LOG.warn("the conversion worker ended with {}; starting it again in {} ms", exit, pause.toMillis());
            LockSupport.parkNanos(pause.toNanos());
            if (!closing) {
                process = launch();
            }
        }
    }

    private int awaitExit() {
        try {
            Process running = process;
            return running == null ? 0 : running.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The worker's process id; it changes when the worker is restarted. */
    long pid() {
        Process running = process;
        return running == null ? -1 : running.pid();
    }

    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(keeper);
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroy(); // SIGTERM: running jobs are finished, the others handed back
        try {
            if (!running.waitFor(DRAIN_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "the conversion worker did not drain within {} s; its job will be done again",
                        DRAIN_TIME.toSeconds());
                running.destroyForcibly();
            }
            keeper.join();
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
