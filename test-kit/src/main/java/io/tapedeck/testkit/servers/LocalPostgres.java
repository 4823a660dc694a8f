package io.tapedeck.testkit.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** PostgreSQL from the zonky binaries as a process of its own. Not durable on purpose: nothing in it outlives the tests. */
final class LocalPostgres implements DatabaseEngine {

    private final EmbeddedPostgres server;
    private final Path directory;

    private LocalPostgres(EmbeddedPostgres server, Path directory) {
        this.server = server;
        this.directory = directory;
    }

    static LocalPostgres start() throws IOException {
        Path directory = Files.createTempDirectory("tapedeck-postgres");
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data"))
                .setLocaleConfig("locale", "C.UTF-8")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setRegisterShutdownHook(false)
                .start();
        return new LocalPostgres(server, directory);
    }

    @Override
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database;
    }

    @Override
    public String user() {
        return "postgres";
    }

    /** The server trusts everybody on loopback; any password will do. */
    @Override
    public String password() {
        return "postgres";
    }

    @Override
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not stop", e);
        }
        Directories.delete(directory);
    }
}
