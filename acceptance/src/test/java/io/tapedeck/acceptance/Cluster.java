package io.tapedeck.acceptance;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.standalone.platform.PlatformPorts;
import io.tapedeck.standalone.platform.TopicPlan;
import io.tapedeck.testkit.servers.EmbeddedDatabase;
import io.tapedeck.testkit.servers.EmbeddedKafka;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The platform as operators run it: one process per service, with a Kafka that the test can take away. */
final class Cluster implements AutoCloseable {

    private final PlatformPorts ports;
    private final Path folder;

    /** What is to be closed, the last first, before Kafka. */
    private final List<AutoCloseable> begun = new ArrayList<>();

    private EmbeddedKafka kafka;

    private Cluster(PlatformPorts ports, Path folder) {
        this.ports = ports;
        this.folder = folder;
        this.kafka = EmbeddedKafka.start(folder.resolve("kafka"), ports.kafka());
    }

    static Cluster start(Path folder, int portOffset) {
        var cluster = new Cluster(new PlatformPorts(portOffset), folder);
        try {
            new TopicPlan(4, (short) 1).create(cluster.kafka.bootstrapServers());
            cluster.startServices();
        } catch (AssertionError | RuntimeException failure) {
            Closing.after(failure, cluster.everything());
            throw failure;
        }
        return cluster;
    }

    private void startServices() {
        var database = EmbeddedDatabase.start();
        begun.add(database);
        var environment = new HashMap<String, String>();
        environment.put("TAPEDECK_KAFKA", kafka.bootstrapServers());
        environment.put("TAPEDECK_POSTGRES_URL", database.freshDatabase());
        environment.put("TAPEDECK_POSTGRES_USER", database.user());
        environment.put("TAPEDECK_POSTGRES_PASSWORD", database.password());
        String store = folder.resolve("recordings").toString();
        var services = List.of(
                service(
                        "recording-capture-service",
                        ports.captureAdmin(),
                        environment,
                        "--ng",
                        "127.0.0.1:" + ports.ng(),
                        "--media-address",
                        "127.0.0.1",
                        "--rtp-ports",
                        ports.rtpRange(),
                        "--spool",
                        folder.resolve("spool").toString()),
                service(
                        "conversion-worker-service",
                        ports.conversionAdmin(),
                        environment,
                        "--store",
                        store,
                        "--workspace",
                        folder.resolve("workspace").toString()),
                service("cdr-service", ports.cdrAdmin(), environment),
                service(
                        "sip-proxy-service",
                        ports.sipAdmin(),
                        environment,
                        "--listen",
                        "127.0.0.1:" + ports.sip(),
                        "--capture-nodes",
                        "127.0.0.1:" + ports.ng(),
                        "--data",
                        folder.resolve("sip").toString()),
                service(
                        "gateway-api",
                        ports.http(),
                        environment,
                        "--store",
                        store,
                        "--data",
                        folder.resolve("gateway").toString(),
                        "--cdr-service",
                        "http://127.0.0.1:" + ports.cdrAdmin()));
        services.forEach(ServiceProcess::awaitAnswering);
    }

    private ServiceProcess service(String name, int port, Map<String, String> environment, String... options) {
        var process = ServiceProcess.start(name, folder, port, environment, options);
        begun.add(process);
        return process;
    }

    void stopKafka() {
        kafka.stop();
    }

    void startKafka() {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), ports.kafka());
    }

    TapedeckApi api() {
        return new TapedeckApi(URI.create("http://127.0.0.1:" + ports.http()), "admin", Launcher.ADMIN_PASSWORD);
    }

    InetSocketAddress sip() {
        return new InetSocketAddress("127.0.0.1", ports.sip());
    }

    @Override
    public void close() {
        Closing.all(everything());
    }

    private List<AutoCloseable> everything() {
        var all = new ArrayList<>(begun.reversed());
        all.add(kafka);
        return all;
    }
}
