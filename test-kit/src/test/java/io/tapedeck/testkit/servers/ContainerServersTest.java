package io.tapedeck.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only with {@code -Ptestcontainers}: needs a Docker engine. */
@Tag("testcontainers")
class ContainerServersTest {

    @Test
    void postgresql_answers_from_its_container() throws Exception {
        ContainerPostgres postgres = ContainerPostgres.start();
        try (var connection =
                DriverManager.getConnection(postgres.url("postgres"), postgres.user(), postgres.password())) {
            assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(18);
        } finally {
            postgres.stop();
        }
    }

    @Test
    void kafka_answers_from_its_container(@TempDir Path dir) throws Exception {
        ContainerKafka kafka = ContainerKafka.start(dir, 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            assertThat(admin.describeCluster().nodes().get(30, TimeUnit.SECONDS))
                    .hasSize(1);
        } finally {
            kafka.stop();
        }
    }
}
