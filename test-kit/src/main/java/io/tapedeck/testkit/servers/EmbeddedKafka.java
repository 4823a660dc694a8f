package io.tapedeck.testkit.servers;

import io.tapedeck.testkit.leaks.Infrastructure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker (KRaft, one node) inside this JVM; a container with {@code -Dtapedeck.testcontainers=true}.
 * Topics come into being with one partition when they are first used, share groups work. Starting takes about two
 * seconds, so tests that need no broker of their own take the {@link #shared()} one and topics with names of their own.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static @Nullable EmbeddedKafka shared;

    private final KafkaEngine engine;

    private EmbeddedKafka(KafkaEngine engine) {
        this.engine = engine;
    }

    /**
     * @param dir where the data are kept: empty or missing for a new broker, that of a stopped one for a restart; the
     *     port is any free one
     */
    public static EmbeddedKafka start(Path dir) {
        return start(dir, 0);
    }

    /** @param port of the listener for clients on 127.0.0.1, so that clients find the broker again; 0 for any */
    public static EmbeddedKafka start(Path dir, int port) {
        return new EmbeddedKafka(
                Containers.requested() ? ContainerKafka.start(dir, port) : InProcessKafka.start(dir, port));
    }

    /** The broker that all test classes of this JVM share; it ends with the JVM and is no leak of theirs. */
    // guards: shared
    public static synchronized EmbeddedKafka shared() {
        if (shared == null) {
            try {
                Path dir = Files.createTempDirectory("tapedeck-kafka");
                EmbeddedKafka kafka = Infrastructure.start(() -> start(dir));
                own(kafka, dir);
                Infrastructure.atEnd(() -> stopAndDelete(kafka, dir));
                shared = kafka;
            } catch (Exception e) {
                throw new IllegalStateException("the shared Kafka broker did not start", e);
            }
        }
        return shared;
    }

    public String bootstrapServers() {
        return engine.bootstrapServers();
    }

    /** The port for clients on 127.0.0.1. */
    public int port() {
        String servers = bootstrapServers();
        return Integer.parseInt(servers.substring(servers.lastIndexOf(':') + 1));
    }

    /** A share group begins at the end of a topic unless it is told, before its first record, to begin with the oldest. */
    public void shareGroupReadsFromStart(String group) {
        var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        var earliest =
                new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(earliest)))
                    .all()
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while configuring the share group " + group, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker refused the configuration of the share group " + group, e);
        }
    }

    /** Stops in order and keeps the data in the directory. Stopping twice does nothing. */
    public void stop() {
        engine.stop();
    }

    @Override
    public void close() {
        stop();
    }

    private static void own(EmbeddedKafka kafka, Path dir) {
        Infrastructure.ownDirectory(dir);
        Infrastructure.ownPort(kafka.port());
        if (kafka.engine instanceof InProcessKafka broker) {
            Infrastructure.ownPort(broker.controllerPort());
            Infrastructure.ownSelectors();
            InProcessKafka.THREAD_PREFIXES.forEach(Infrastructure::ownThreads);
        }
    }

    private static void stopAndDelete(EmbeddedKafka kafka, Path dir) {
        kafka.stop();
        Directories.delete(dir);
    }
}
