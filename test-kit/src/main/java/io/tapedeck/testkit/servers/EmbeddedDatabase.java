package io.tapedeck.testkit.servers;

import io.tapedeck.testkit.leaks.Infrastructure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL 18, one for all tests of this JVM; a container with {@code -Dtapedeck.testcontainers=true}. Each
 * test takes a {@link #freshDatabase()} of its own. The server ends with the JVM, so {@link #close()} has nothing to do.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static @Nullable EmbeddedDatabase shared;

    private final DatabaseEngine engine;

    private EmbeddedDatabase(DatabaseEngine engine) {
        this.engine = engine;
    }

    /** Starts the server at the first call, which takes some seconds; later calls give the same one. */
    // guards: shared
    public static synchronized EmbeddedDatabase start() {
        if (shared == null) {
            try {
                DatabaseEngine engine = Infrastructure.start(
                        () -> Containers.requested() ? ContainerPostgres.start() : LocalPostgres.start());
                Infrastructure.atEnd(engine::stop);
                shared = new EmbeddedDatabase(engine);
            } catch (Exception e) {
                throw new IllegalStateException("PostgreSQL did not start", e);
            }
        }
        return shared;
    }

    /** JDBC URL of the database {@code postgres}, without credentials. */
    public String url() {
        return engine.url("postgres");
    }

    public String user() {
        return engine.user();
    }

    public String password() {
        return engine.password();
    }

    /** @return the JDBC URL of a new, empty database */
    public String freshDatabase() {
        String name = "test_" + DATABASES.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(url(), user(), password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
            return engine.url(name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the database " + name, e);
        }
    }

    @Override
    public void close() {
        // shared by the whole JVM: it is stopped at its end
    }
}
