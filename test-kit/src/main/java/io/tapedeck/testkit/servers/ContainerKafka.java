package io.tapedeck.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.testcontainers.containers.BindMode;
import org.testcontainers.kafka.KafkaContainer;

/** The broker of Apache's own image, with its data in the directory of the host, so that a restart finds them. */
final class ContainerKafka implements KafkaEngine {

    private static final String IMAGE = "apache/kafka:4.2.1";
    private static final int CLIENT_PORT = 9092; // the container's listener for clients outside of it

    private final KafkaContainer container;

    private ContainerKafka(KafkaContainer container) {
        this.container = container;
    }

    static ContainerKafka start(Path dir, int port) {
        Containers.requireDocker();
        makeWritable(dir);
        KafkaContainer container = new KafkaContainer(IMAGE)
                .withFileSystemBind(dir.toAbsolutePath().toString(), "/var/lib/kafka/data", BindMode.READ_WRITE)
                .withEnv("KAFKA_LOG_DIRS", "/var/lib/kafka/data")
                .withEnv("KAFKA_NUM_PARTITIONS", "1")
                .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1")
                .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1")
                .withEnv("KAFKA_GROUP_SHARE_MIN_RECORD_LOCK_DURATION_MS", "1000");
        if (port != 0) {
            container.setPortBindings(List.of(port + ":" + CLIENT_PORT));
        }
        container.start();
        return new ContainerKafka(container);
    }

    /** The image runs as a user of its own, which the host does not know. */
    private static void makeWritable(Path dir) {
        try {
            Files.createDirectories(dir);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + dir, e);
        }
        if (!dir.toFile().setWritable(true, false)) {
            throw new IllegalStateException(dir + " must be writable for the user of the container");
        }
    }

    @Override
    public String bootstrapServers() {
        return container.getBootstrapServers();
    }

    @Override
    public void stop() {
        container.stop();
    }
}
