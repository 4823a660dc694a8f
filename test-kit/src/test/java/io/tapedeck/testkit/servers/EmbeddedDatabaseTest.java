package io.tapedeck.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.testkit.leaks.LeakCheck;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class EmbeddedDatabaseTest {

    @Test
    void every_fresh_database_is_empty_and_on_the_same_server() throws SQLException {
        var database = EmbeddedDatabase.start();

        String first = database.freshDatabase();
        String second = EmbeddedDatabase.start().freshDatabase();

        assertThat(first).isNotEqualTo(second);
        assertThat(ask(
                        database,
                        first,
                        "CREATE TABLE a(b int); SELECT current_setting('server_version_num')::int / 10000"))
                .isEqualTo("18");
        assertThat(ask(database, second, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .isEqualTo("0");
    }

    private static String ask(EmbeddedDatabase database, String url, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url, database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
            while (statement.getResultSet() == null) {
                statement.getMoreResults();
            }
            var result = statement.getResultSet();
            result.next();
            return result.getString(1);
        }
    }
}
