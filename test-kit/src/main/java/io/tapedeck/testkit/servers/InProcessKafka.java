package io.tapedeck.testkit.servers;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/** Broker and controller of one KRaft node on threads of this JVM, written against the broker's own classes (4.2). */
final class InProcessKafka implements KafkaEngine {

    /** How the names of the broker's threads begin; those of clients in this JVM begin otherwise. */
    static final List<String> THREAD_PREFIXES = List.of(
            "AddPartitionsToTxnSenderThread-",
            "ExpirationReaper-",
            "LogDirFailureHandler",
            "PersisterStateManager",
            "SensorExpiryThread",
            "TxnMarkerSenderThread-",
            "broker-1-",
            "client-metrics-reaper",
            "controller-1-",
            "data-plane-kafka-",
            "executor-",
            "group-coordinator-",
            "kafka-1-",
            "kafka-log-cleaner-",
            "kafka-scheduler-",
            "network-partition-metadata-client-reaper",
            "persister-state-manager-reaper",
            "quorum-controller-1-",
            "raft-expiration-reaper",
            "share-coordinator-",
            "share-group-lock-timeout-reaper",
            "transaction-log-manager-");

    /** Must be the same at every restart, else the broker refuses its directory. */
    private static final String CLUSTER_ID = "dGFwZWRlY2sta2Fma2EtMQ";

    private static final int ATTEMPTS = 3;

    private final int port;
    private final int controllerPort;
    private @Nullable KafkaRaftServer server;

    private InProcessKafka(KafkaRaftServer server, int port, int controllerPort) {
        this.server = server;
        this.port = port;
        this.controllerPort = controllerPort;
    }

    /** A free port may be taken by another process before the broker has it: then it is tried with others. */
    static InProcessKafka start(Path dir, int wantedPort) {
        // a broken broker must fail the test, not end the test's JVM
        Exit.setExitProcedure((code, message) -> {
            throw new IllegalStateException("Kafka wanted to exit: " + message);
        });
        Exit.setHaltProcedure((code, message) -> {
            throw new IllegalStateException("Kafka wanted to halt: " + message);
        });
        for (int attempt = 1; ; attempt++) {
            try {
                return startOnce(dir, wantedPort == 0 ? FreePort.any() : wantedPort, FreePort.any());
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static InProcessKafka startOnce(Path dir, int port, int controllerPort) {
        format(dir);
        var server = new KafkaRaftServer(new KafkaConfig(settings(dir, port, controllerPort), false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
        return new InProcessKafka(server, port, controllerPort);
    }

    private static void format(Path dir) {
        try {
            Files.createDirectories(dir);
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setClusterId(CLUSTER_ID)
                    .setNodeId(1)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(dir.toString())
                    .addDirectory(dir.toString())
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("cannot format the Kafka directory " + dir, e);
        }
    }

    private static Map<String, String> settings(Path dir, int port, int controllerPort) {
        var settings = new HashMap<String, String>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("log.dirs", dir.toString());
        settings.put("num.partitions", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20)); // the default takes 128 MiB of heap
        for (String internalTopic :
                List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            settings.put(internalTopic + ".num.partitions", "1");
            settings.put(internalTopic + ".replication.factor", "1");
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put(
                "group.share.min.record.lock.duration.ms", "1000"); // tests of vanished workers need not wait for 15 s
        return settings;
    }

    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    int controllerPort() {
        return controllerPort;
    }

    // guards: server, against a shutdown hook that stops it a second time
    @Override
    public synchronized void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }
}
