package io.tapedeck.acceptance;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.standalone.platform.PlatformPorts;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A platform in a process of its own, started by {@code ./tapedeck up}, that can be killed and started again. */
final class RunningPlatform implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(240);
    private static final Duration STOP = Duration.ofSeconds(120);

    private final Path data;
    private final PlatformPorts ports;
    private Process process;
    private String lastWords = "";

    private RunningPlatform(Path data, PlatformPorts ports) {
        this.data = data;
        this.ports = ports;
        this.process = launch();
    }

    /**
     * @param portOffset moves the ports, so that test classes do not disturb each other or a platform of the developer's
     */
    static RunningPlatform start(Path data, int portOffset) {
        var platform = new RunningPlatform(data, new PlatformPorts(portOffset));
        try {
            platform.awaitUp();
        } catch (AssertionError | RuntimeException failure) {
            Closing.after(failure, List.of(platform));
            throw failure;
        }
        return platform;
    }

    private Process launch() {
        return Launcher.start(
                console(),
                Map.of(),
                "up",
                "--data",
                data.toString(),
                "--port-offset",
                String.valueOf(ports.offset()),
                "--media-address",
                "127.0.0.1");
    }

    private Path console() {
        return data.resolveSibling(data.getFileName() + "-console.log");
    }

    private void awaitUp() {
        Eventually.holds(
                () -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("the platform ended while starting:\n" + Launcher.read(console()));
                    }
                    return Launcher.read(console()).contains("Tapedeck is up.");
                },
                START,
                "the platform is up");
    }

    /** As {@code kill -9} does. The worker and the database notice by themselves. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
        Eventually.holds(this::workerIsGone, STOP, "the worker has noticed that its platform is gone");
    }

    private boolean workerIsGone() {
        try (var knock = new Socket(InetAddress.getLoopbackAddress(), ports.conversionAdmin())) {
            return !knock.isConnected();
        } catch (IOException refused) {
            return true;
        }
    }

    void restart() {
        lastWords = printed();
        process = launch();
        awaitUp();
    }

    /** As Ctrl-C does. */
    void stop() {
        process.destroy();
        awaitExit();
    }

    /** Who does not end in time is killed, or it would hold its ports against every test that follows. */
    private void awaitExit() {
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS);
                throw new AssertionError("the platform did not stop:\n" + Launcher.read(console()));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    TapedeckApi api() {
        return new TapedeckApi(http(), "admin", Launcher.ADMIN_PASSWORD);
    }

    URI http() {
        return URI.create("http://127.0.0.1:" + ports.http());
    }

    InetSocketAddress sip() {
        return new InetSocketAddress("127.0.0.1", ports.sip());
    }

    InetSocketAddress ng() {
        return new InetSocketAddress("127.0.0.1", ports.ng());
    }

    Path data() {
        return data;
    }

    /** What the process before the last restart had printed. */
    String printedBeforeRestart() {
        return lastWords;
    }

    private String printed() {
        return Launcher.read(console());
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }
}
