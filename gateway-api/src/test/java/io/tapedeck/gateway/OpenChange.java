package io.tapedeck.gateway;

import io.tapedeck.testkit.time.Eventually;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;

/** Somebody else's change of a settings document, not committed yet: who wants to write to it waits. */
final class OpenChange implements AutoCloseable {

    private final Connection connection;

    /**
     * @param level such as {@code USER}
     * @param document what is there from the end of the change on
     */
    OpenChange(TestGateway gateway, String level, String scope, String document) {
        try {
            connection = gateway.bean(DataSource.class).getConnection();
            connection.setAutoCommit(false);
            try (var update = connection.prepareStatement("""
                    update directory.recording_rules set version = version + 1, document = ?
                    where level = ? and scope = ?
                    """)) {
                update.setString(1, document.replace('\'', '"'));
                update.setString(2, level);
                update.setObject(3, UUID.fromString(scope));
                if (update.executeUpdate() != 1) {
                    throw new AssertionError("there is no such document");
                }
            }
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Until somebody waits for it. */
    void awaitOther() {
        Eventually.holds(this::isWaitedFor, Duration.ofSeconds(60), "somebody waits for the change");
    }

    private boolean isWaitedFor() {
        try (var question = connection.prepareStatement(
                        "select 1 from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))");
                var rows = question.executeQuery()) {
            return rows.next();
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    void commit() {
        try {
            connection.commit();
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    void takeBack() {
        try {
            connection.rollback();
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    @Override
    public void close() {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }
}
