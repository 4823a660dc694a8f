package io.tapedeck.standalone.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * Where a run has its files: a temporary folder that is gone after the run, however it ends, or one of the caller's, which stays.
 * Who ends the process during the run (Ctrl-C) has the run's thread interrupted and waited for, so that it closes what it has
 * opened, in order, and the folder at last.
 */
public final class RunFolder implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path path;
    private final boolean stays;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread end;

    private RunFolder(Path path, boolean stays) {
        this.path = path;
        this.stays = stays;
        Thread run = Thread.currentThread();
        this.end = new Thread(() -> end(run), "run-end");
        Runtime.getRuntime().addShutdownHook(end);
    }

    /** For a run of this thread. */
    public static RunFolder temporary() throws IOException {
        return new RunFolder(Files.createTempDirectory("tapedeck-run"), false);
    }

    /** @param given null for a temporary one */
    public static RunFolder at(@Nullable Path given) throws IOException {
        return given == null ? temporary() : new RunFolder(Files.createDirectories(given), true);
    }

    public Path path() {
        return path;
    }

    private void end(Thread run) {
        run.interrupt();
        try {
            boolean _ = over.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS); // or else it is left behind
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (!stays) {
                FileSystemUtils.deleteRecursively(path);
            }
        } finally {
            over.countDown();
            forget();
        }
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException ending) { // by that very hook
        }
    }
}
