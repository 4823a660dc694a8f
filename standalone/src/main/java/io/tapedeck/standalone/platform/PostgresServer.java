package io.tapedeck.standalone.platform;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL server of our own, durable, on loopback, with its data below the data directory. */
final class PostgresServer implements AutoCloseable {

    private static final Duration STOP_TIME = Duration.ofSeconds(20);

    private final EmbeddedPostgres server;

    private PostgresServer(EmbeddedPostgres server) {
        this.server = server;
    }

    static PostgresServer start(Path directory, int port) {
        Path data = dataIn(directory);
        try {
            Files.createDirectories(directory);
            return new PostgresServer(EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false) // the platform stops its parts in order
                    .setOverrideWorkingDirectory(directory.resolve("server").toFile())
                    .setPort(port)
                    .setLocaleConfig("locale", "C.UTF-8")
                    // The builder is made for tests and switches durability off; a CDR is not a test.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("shared_buffers", "64MB")
                    .start());
        } catch (IOException e) {
            throw new StartFailure(
                    "PostgreSQL did not start (" + e.getMessage() + ")",
                    "Its own messages are in the log. A full disk or a folder that was written by another user are the usual causes.",
                    e);
        }
    }

    private static Path dataIn(Path directory) {
        return directory.resolve("data");
    }

    /**
     * Ends the server that a killed JVM left behind. It holds the port and the data, and adopting it would hide how it
     * was started.
     */
    static void stopOrphan(Path directory) {
        Path pidFile = dataIn(directory).resolve("postmaster.pid");
        try {
            if (Files.exists(pidFile)) {
                orphanOf(pidFile).filter(PostgresServer::isPostgres).ifPresent(PostgresServer::stop);
                Files.deleteIfExists(pidFile);
            }
        } catch (IOException e) {
            throw new StartFailure(
                    "the database in " + directory + " cannot be read (" + e.getMessage() + ")",
                    "Run as the user who owns the folder, or choose another one: --data DIR",
                    e);
        }
    }

    private static Optional<ProcessHandle> orphanOf(Path pidFile) throws IOException {
        List<String> lines = Files.readAllLines(pidFile);
        return lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.getFirst().trim()));
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> command.endsWith("postgres"))
                .orElse(false);
    }

    private static void stop(ProcessHandle process) {
        process.destroy(); // SIGTERM waits for sessions, whose clients died with the old JVM
        try {
            process.onExit().get(STOP_TIME.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            process.destroyForcibly();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
