package io.tapedeck.testkit.servers;

import org.testcontainers.postgresql.PostgreSQLContainer;

/** PostgreSQL of the official image, the same major version as {@link LocalPostgres}. */
final class ContainerPostgres implements DatabaseEngine {

    private static final String IMAGE = "postgres:18";

    private final PostgreSQLContainer container;

    private ContainerPostgres(PostgreSQLContainer container) {
        this.container = container;
    }

    static ContainerPostgres start() {
        Containers.requireDocker();
        var container = new PostgreSQLContainer(IMAGE);
        container.withDatabaseName("postgres");
        container.withUsername("postgres");
        container.withPassword("postgres");
        container.withCommand("postgres", "-c", "max_connections=300", "-c", "fsync=off");
        container.start();
        return new ContainerPostgres(container);
    }

    @Override
    public String url(String database) {
        return "jdbc:postgresql://" + container.getHost() + ":"
                + container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT) + "/" + database;
    }

    @Override
    public String user() {
        return container.getUsername();
    }

    @Override
    public String password() {
        return container.getPassword();
    }

    @Override
    public void stop() {
        container.stop();
    }
}
