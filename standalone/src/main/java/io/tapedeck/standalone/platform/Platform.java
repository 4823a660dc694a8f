package io.tapedeck.standalone.platform;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The whole platform: PostgreSQL, Kafka, all services in this process and the conversion worker beside it. Parts are
 * started in the order of their needs and stopped in the opposite one, so that calls in progress are sealed while
 * Kafka still takes the news.
 */
public final class Platform implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Platform.class);

    private static final Duration LEFTOVERS_END_WITHIN = Duration.ofSeconds(3);

    /** This class stops the services in its process, in order. */
    private static final String STOPPED_BY_US = "--spring.main.register-shutdown-hook=false";

    /** Where JavaCPP unpacks the codecs to. */
    private static final String NATIVE_LIBRARIES = "org.bytedeco.javacpp.cachedir";

    private final PlatformSettings settings;
    private final PlatformPorts ports;
    private final DataDirectory data;
    private final Progress progress;
    private final Deque<Part> parts = new ArrayDeque<>();

    private record Part(String name, AutoCloseable handle) {}

    private Platform(PlatformSettings settings, DataDirectory data, Progress progress) {
        this.settings = settings;
        this.ports = settings.ports();
        this.data = data;
        this.progress = progress;
    }

    /**
     * @return when everything is up
     * @throws StartFailure with a remedy, after everything that had started was stopped again
     */
    public static Platform start(PlatformSettings settings, Progress progress) {
        var data = DataDirectory.open(settings.data());
        var platform = new Platform(settings, data, progress);
        try {
            platform.refuseTakenPorts();
            platform.startAll();
            progress.done();
            return platform;
        } catch (RuntimeException e) {
            platform.close();
            throw e;
        }
    }

    private void refuseTakenPorts() {
        PostgresServer.stopOrphan(data.resolve("postgres"));
        List<String> conflicts = ports.conflicts();
        long deadline = System.nanoTime() + LEFTOVERS_END_WITHIN.toNanos();
        while (!conflicts.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos()); // the worker of a killed platform is about to end
            conflicts = ports.conflicts();
        }
        if (!conflicts.isEmpty()) {
            throw new StartFailure(
                    "in use by another program: " + String.join(", ", conflicts),
                    "Stop that program, or move all ports of Tapedeck together: --port-offset 100");
        }
    }

    private void startAll() {
        progress.step("database and Kafka");
        var database =
                CompletableFuture.supplyAsync(() -> PostgresServer.start(data.resolve("postgres"), ports.postgres()));
        var kafka = CompletableFuture.supplyAsync(
                () -> KafkaServer.start(data.resolve("kafka"), ports.kafka(), ports.kafkaController()));
        running("PostgreSQL", join(database));
        running("Kafka", join(kafka));
        TopicPlan.STANDALONE.create(kafkaAddress());
        startWorker();
        startService(Services.CDR, databaseArguments(ports.cdrAdmin()));
        startService(Services.EXPORT, exportArguments());
        startService(Services.CAPTURE, captureArguments());
        startService(Services.SIP_PROXY, proxyArguments());
        startService(Services.GATEWAY, gatewayArguments());
    }

    private static <T> T join(CompletableFuture<T> part) {
        try {
            return part.join();
        } catch (java.util.concurrent.CompletionException e) {
            if (e.getCause() instanceof StartFailure failure) {
                throw failure;
            }
            throw e;
        }
    }

    private void startWorker() {
        if (settings.workerInside()) {
            System.setProperty(NATIVE_LIBRARIES, data.resolve("native").toString());
            startService(Services.CONVERSION, workerArguments());
            return;
        }
        progress.step("conversion worker");
        var arguments = workerArguments();
        arguments.remove(STOPPED_BY_US); // a process of its own stops by its own hook
        List<String> command =
                WorkerJvm.command(List.of("-D" + NATIVE_LIBRARIES + "=" + data.resolve("native")), arguments);
        running(
                "conversion worker",
                WorkerProcess.start(command, data.resolve("logs").resolve("worker.log")));
    }

    private void startService(Services service, List<String> arguments) {
        progress.step(service.moduleName());
        try {
            ConfigurableApplicationContext context = service.start(arguments.toArray(String[]::new));
            running(service.moduleName(), context);
        } catch (RuntimeException e) {
            throw new StartFailure(
                    service.moduleName() + " did not start (" + rootCause(e).getMessage() + ")",
                    "The log has the details: " + settings.logFile(),
                    e);
        }
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : rootCause(cause);
    }

    private void running(String name, AutoCloseable handle) {
        parts.push(new Part(name, handle));
    }

    private List<String> serviceArguments(int adminPort) {
        return new ArrayList<>(List.of(
                "--server.port=" + adminPort,
                "--server.address=127.0.0.1",
                "--tapedeck.kafka=" + kafkaAddress(),
                STOPPED_BY_US));
    }

    private List<String> databaseArguments(int adminPort) {
        var arguments = serviceArguments(adminPort);
        arguments.add("--tapedeck.postgres.url=jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/postgres");
        arguments.add("--tapedeck.postgres.user=postgres");
        arguments.add("--tapedeck.postgres.password=postgres");
        return arguments;
    }

    private List<String> exportArguments() {
        var arguments = databaseArguments(ports.exportAdmin());
        arguments.add("--tapedeck.export.store=" + store());
        return arguments;
    }

    private List<String> captureArguments() {
        var arguments = serviceArguments(ports.captureAdmin());
        arguments.add("--tapedeck.capture.ng=127.0.0.1:" + ports.ng());
        arguments.add("--tapedeck.capture.media-address=" + settings.mediaAddress());
        arguments.add("--tapedeck.capture.rtp-ports=" + ports.rtpRange());
        arguments.add("--tapedeck.capture.spool=" + data.resolve("spool"));
        arguments.add("--tapedeck.capture.node=standalone");
        return arguments;
    }

    private List<String> proxyArguments() {
        var arguments = serviceArguments(ports.sipAdmin());
        arguments.add("--tapedeck.sip.listen=0.0.0.0:" + ports.sip());
        arguments.add("--tapedeck.sip.capture-nodes=127.0.0.1:" + ports.ng());
        arguments.add("--tapedeck.sip.data=" + data.resolve("sip"));
        return arguments;
    }

    private List<String> gatewayArguments() {
        var arguments = databaseArguments(ports.http());
        arguments.remove("--server.address=127.0.0.1"); // the one public service
        arguments.add("--tapedeck.gateway.store=" + store());
        arguments.add("--tapedeck.gateway.data=" + data.root());
        arguments.add("--tapedeck.gateway.cdr-service=http://127.0.0.1:" + ports.cdrAdmin());
        arguments.add("--tapedeck.gateway.sip-proxy=http://127.0.0.1:" + ports.sipAdmin());
        return arguments;
    }

    private List<String> workerArguments() {
        var arguments = serviceArguments(ports.conversionAdmin());
        arguments.add("--tapedeck.conversion.store=" + store());
        arguments.add("--tapedeck.conversion.workspace=" + data.resolve("workspace"));
        return arguments;
    }

    private Path store() {
        return data.resolve("recordings");
    }

    private String kafkaAddress() {
        return "127.0.0.1:" + ports.kafka();
    }

    /** Where people find the pages and the API on this machine. */
    public URI http() {
        return URI.create("http://127.0.0.1:" + ports.http());
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.handle().close();
            } catch (Exception e) { // declared by AutoCloseable; the others must still be stopped
                LOG.error("{} did not stop cleanly", part.name(), e);
            }
        }
        data.close();
        progress.done();
    }
}
