package io.tapedeck.acceptance;

import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One service in a process of its own, started by {@code ./tapedeck service}. */
final class ServiceProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(240);

    private final String name;
    private final Path output;
    private final int port;
    private final Process process;

    private ServiceProcess(String name, Path output, int port, Process process) {
        this.name = name;
        this.output = output;
        this.port = port;
        this.process = process;
    }

    static ServiceProcess start(
            String name, Path folder, int port, Map<String, String> environment, String... options) {
        var arguments =
                new ArrayList<>(List.of("service", name, "--port", String.valueOf(port), "--bind", "127.0.0.1"));
        arguments.addAll(List.of(options));
        Path output = folder.resolve(name + ".log");
        var forked = new java.util.HashMap<>(environment);
        forked.put("TAPEDECK_JAVA_OPTS", "-Xmx256m -XX:+UseSerialGC");
        return new ServiceProcess(name, output, port, Launcher.start(output, forked, arguments.toArray(String[]::new)));
    }

    ServiceProcess awaitAnswering() {
        Eventually.holds(this::answers, START, name + " answers; it printed:\n" + Launcher.read(output));
        return this;
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new AssertionError(name + " ended while starting:\n" + Launcher.read(output));
        }
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
                    .build();
            http.send(request, BodyHandlers.ofString());
            return true;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(name + " did not stop on SIGTERM:\n" + Launcher.read(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
