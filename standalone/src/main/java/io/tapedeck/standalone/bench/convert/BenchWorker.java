package io.tapedeck.standalone.bench.convert;

import io.tapedeck.standalone.platform.WorkerJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A conversion worker as a process of its own, which may be killed and started again. Remembers what its lives have cost. */
final class BenchWorker implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final List<String> command;
    private final int port;
    private final Path log;
    private Process process;
    private long earlierCpuNanos;
    private long peakKib;

    private BenchWorker(List<String> command, int port, Path log) throws IOException {
        this.command = command;
        this.port = port;
        this.log = log;
        this.process = launch(command, log);
    }

    /** @param pin a CPU that it is bound to, as taskset has it; negative for none */
    static BenchWorker start(int port, int pin, Path log, List<String> settings) throws IOException {
        var command = new ArrayList<String>();
        if (pin >= 0) {
            command.addAll(List.of("taskset", "-c", String.valueOf(pin)));
        }
        var arguments = new ArrayList<>(List.of("--port", String.valueOf(port)));
        arguments.addAll(settings);
        // a killed one leaves there what goes with the run
        String temporary = Files.createDirectories(log.resolveSibling("tmp")).toString();
        command.addAll(WorkerJvm.command(List.of("-Djava.io.tmpdir=" + temporary), arguments));
        return new BenchWorker(command, port, log);
    }

    private static Process launch(List<String> command, Path log) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Returns when it takes jobs. */
    void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        try (var http = HttpClient.newHttpClient()) {
            while (System.nanoTime() < deadline && process.isAlive()) {
                if (isReady(http)) {
                    return;
                }
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
        throw new IOException("the worker did not start; see " + log);
    }

    private boolean isReady(HttpClient http) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString()).body().contains("reading");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** {@code kill -9}, and a new process in its place. */
    void killAndRestart() throws IOException, InterruptedException {
        account();
        process.destroyForcibly().waitFor();
        process = launch(command, log);
    }

    /** Of all its lives. */
    long cpuNanos() {
        return earlierCpuNanos + Resources.cpuNanos(process.toHandle());
    }

    long peakKib() {
        return Math.max(peakKib, Resources.peakKib(process.pid()));
    }

    private void account() {
        earlierCpuNanos = cpuNanos();
        peakKib = peakKib();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
