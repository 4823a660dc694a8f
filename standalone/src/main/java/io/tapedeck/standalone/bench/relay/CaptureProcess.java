package io.tapedeck.standalone.bench.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A capture service of the benchmark's own, in its own process as operators run it, without Kafka. */
public final class CaptureProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final int NG_PORT = 22_230;
    private static final int ADMIN_PORT = 22_231;

    private final Process process;
    private final Path folder;

    private CaptureProcess(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /**
     * @param launcher {@code ./tapedeck}
     * @param folder for the spool and the logs
     */
    public static CaptureProcess start(Path launcher, Path folder) throws IOException {
        var words = List.of(
                launcher.toString(),
                "service",
                "recording-capture-service",
                "--ng",
                "127.0.0.1:" + NG_PORT,
                "--media-address",
                "127.0.0.1",
                "--rtp-ports",
                "30000-49999",
                "--spool",
                folder.resolve("spool").toString(),
                "--port",
                String.valueOf(ADMIN_PORT),
                "--kafka",
                "127.0.0.1:1");
        var builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("service.log").toFile());
        builder.environment().put("TAPEDECK_NO_BUILD", "1");
        builder.environment()
                .merge("TAPEDECK_JAVA_OPTS", GcLog.OPTION + folder.resolve("gc.log"), (old, more) -> old + " " + more);
        var started = new CaptureProcess(builder.start(), folder);
        started.awaitReady();
        return started;
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + START.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            try (var controller = new NgController(ng())) {
                controller.command("ping", Map.of());
                return;
            } catch (IOException notYet) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
        String log = Files.readString(folder.resolve("service.log"));
        close();
        throw new IOException("the capture service did not start:\n" + log);
    }

    public InetSocketAddress ng() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), NG_PORT);
    }

    public long pid() {
        return process.pid();
    }

    public Path gcLog() {
        return folder.resolve("gc.log");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
