package io.tapedeck.standalone.bench.sip;

import io.tapedeck.standalone.platform.KafkaServer;
import io.tapedeck.standalone.platform.PlatformPorts;
import io.tapedeck.standalone.platform.PostgresServer;
import io.tapedeck.standalone.platform.TopicPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a call and a change of settings need, each service a process as in a cluster: gateway, proxy and capture node; the
 * database and the broker are in this process and beside it. What comes after a call (conversion, CDRs, exports) is for other
 * machines.
 */
public final class ServiceCluster implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1:";
    private static final String GATEWAY = "gateway-api";
    private static final String PROXY = "sip-proxy-service";
    private static final String CAPTURE = "recording-capture-service";

    private final Path launcher;
    private final Path folder;
    private final PlatformPorts ports;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Map<String, Service> services = new HashMap<>();

    private ServiceCluster(Path launcher, Path folder, PlatformPorts ports) {
        this.launcher = launcher;
        this.folder = folder;
        this.ports = ports;
    }

    /**
     * Returns when all take requests.
     *
     * @param launcher {@code ./tapedeck}
     * @param folder for all that they write
     * @throws IOException when a port is taken or a service does not start
     */
    public static ServiceCluster start(Path launcher, Path folder, PlatformPorts ports) throws IOException {
        if (!ports.conflicts().isEmpty()) {
            throw new IOException(
                    "ports are taken: " + ports.conflicts()); // by a database, perhaps, that answers like ours
        }
        Files.createDirectories(folder);
        var cluster = new ServiceCluster(launcher, folder, ports);
        try {
            cluster.start();
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void start() throws IOException {
        running.push(KafkaServer.start(folder.resolve("kafka"), ports.kafka(), ports.kafkaController()));
        TopicPlan.STANDALONE.create(kafka());
        var database = PostgresServer.start(folder.resolve("postgres"), ports.postgres());
        running.push(database);
        service(
                CAPTURE,
                ports.captureAdmin(),
                "--ng",
                LOOPBACK + ports.ng(),
                "--media-address",
                "127.0.0.1",
                "--rtp-ports",
                ports.rtpRange(),
                "--spool",
                folder.resolve("spool").toString());
        service(
                PROXY,
                ports.sipAdmin(),
                "--listen",
                LOOPBACK + ports.sip(),
                "--capture-nodes",
                LOOPBACK + ports.ng(),
                "--data",
                folder.resolve("proxy").toString());
        service(
                GATEWAY,
                ports.http(),
                "--postgres-url",
                database.url(),
                "--store",
                folder.resolve("recordings").toString(),
                "--data",
                data().toString(),
                "--sip-proxy",
                "http://" + LOOPBACK + ports.sipAdmin());
        for (Service service : services.values()) {
            service.process().awaitReady(service.port());
        }
    }

    private void service(String name, int port, String... options) throws IOException {
        var words = new ArrayList<String>(List.of(launcher.toString(), "service", name));
        words.addAll(List.of(options));
        words.addAll(List.of("--port", String.valueOf(port), "--kafka", kafka()));
        ServerProcess process =
                ServerProcess.start(words, Map.of("TAPEDECK_NO_BUILD", "1"), folder.resolve(name + ".log"));
        running.push(process);
        services.put(name, new Service(process, port));
    }

    public String kafka() {
        return LOOPBACK + ports.kafka();
    }

    public InetSocketAddress sip() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.sip());
    }

    public URI http() {
        return URI.create("http://" + LOOPBACK + ports.http());
    }

    /** Where the first administrator's password is. */
    public Path data() {
        return folder.resolve("gateway");
    }

    /** Of each service; the broker's with the benchmark's own. */
    public Map<String, Duration> cpuTime() {
        return Map.of(
                "gateway", cpuTime(GATEWAY),
                "proxy", cpuTime(PROXY),
                "capture", cpuTime(CAPTURE),
                "kafka", ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
    }

    private Duration cpuTime(String name) {
        return Objects.requireNonNull(services.get(name)).process().cpuTime();
    }

    private record Service(ServerProcess process, int port) {}

    @Override
    public void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) { // of AutoCloseable; none of ours throws one
                throw new IllegalStateException(e);
            }
        }
    }
}
