package io.tapedeck.standalone.bench.sip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A process of the benchmark's, with its log. */
final class ServerProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final int OK = 200;

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static ServerProcess start(List<String> words, Map<String, String> environment, Path log) throws IOException {
        var builder = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start(), log);
    }

    /** Returns when that port takes connections. */
    void awaitPort(int port) throws IOException {
        long deadline = System.nanoTime() + START.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            try (var probe = new Socket()) {
                probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException notYet) {
                LockSupport.parkNanos(MOMENT.toNanos());
            }
        }
        throw new IOException("a server did not start:\n" + Files.readString(log));
    }

    /** Returns when its health says that it takes requests, which may be some time after its port is open. */
    void awaitReady(int adminPort) throws IOException {
        long deadline = System.nanoTime() + START.toNanos();
        URI health = URI.create("http://127.0.0.1:" + adminPort + "/actuator/health/readiness");
        try (var http = HttpClient.newHttpClient()) {
            while (process.isAlive() && System.nanoTime() < deadline) {
                if (isReady(http, HttpRequest.newBuilder(health).build())) {
                    return;
                }
                LockSupport.parkNanos(MOMENT.toNanos());
            }
        }
        throw new IOException("a server did not start:\n" + Files.readString(log));
    }

    private static boolean isReady(HttpClient http, HttpRequest health) {
        try {
            return http.send(health, BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException _) {
            return false; // its port is not open yet
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** With all the processes that it has started. */
    Duration cpuTime() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .flatMap(one -> one.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
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
