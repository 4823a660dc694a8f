package io.tapedeck.standalone.platform;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A PostgreSQL server of our own, durable, on loopback, with its data below the data directory. */
public final class PostgresServer implements AutoCloseable {

    private static final Duration STOP_TIME = Duration.ofSeconds(20);

    private final EmbeddedPostgres server;

    private PostgresServer(EmbeddedPostgres server) {
        this.server = server;
    }

    /** @param directory for server and data */
    public static PostgresServer start(Path directory, int port) {
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
     * was started. PostgreSQL's own lock stays in place: a server that will not end is reported, not robbed of it.
     */
    static void stopOrphan(Path directory) {
        Path data = dataIn(directory);
        try {
            orphanOf(data.resolve("postmaster.pid"))
                    .filter(process -> servesFrom(process, data))
                    .ifPresent(PostgresServer::stop);
        } catch (IOException | NumberFormatException e) {
            throw new StartFailure(
                    "the database in " + directory + " cannot be read (" + e.getMessage() + ")",
                    "Run as the user who owns the folder, or choose another one: --data DIR",
                    e);
        }
    }

    private static Optional<ProcessHandle> orphanOf(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        return lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.getFirst().trim()));
    }

    /** The process id in the file may meanwhile be somebody else's, even another platform's server. */
    private static boolean servesFrom(ProcessHandle process, Path data) {
        return process.info().arguments().map(List::of).orElse(List.of()).contains(data.toString());
    }

    private static void stop(ProcessHandle process) {
        process.destroy(); // SIGTERM waits for sessions, whose clients died with the old JVM
        if (!endsWithin(process, STOP_TIME)) {
            process.destroyForcibly();
            endsWithin(process, STOP_TIME);
        }
    }

    private static boolean endsWithin(ProcessHandle process, Duration time) {
        try {
            process.onExit().get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !process.isAlive();
    }

    public String url() {
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
