package io.tapedeck.cdr.ledger;

import io.tapedeck.contracts.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How values stand in columns: times as timestamptz, enums by their name on the wire. */
final class Columns {

    private Columns() {}

    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static @Nullable String wire(@Nullable Enum<?> value) {
        return value == null ? null : value.name().toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> E wire(Class<E> type, ResultSet row, String column) throws SQLException {
        return Enum.valueOf(type, row.getString(column).toUpperCase(Locale.ROOT));
    }

    static <E extends Enum<E>> @Nullable E wireOrNull(Class<E> type, ResultSet row, String column) throws SQLException {
        String name = row.getString(column);
        return name == null ? null : Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    }

    static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    static <I> @Nullable I idOrNull(ResultSet row, String column, Function<UUID, I> type) throws SQLException {
        UUID value = row.getObject(column, UUID.class);
        return value == null ? null : type.apply(value);
    }

    /** For {@code any(cast(:ids as uuid[]))}. */
    static String array(Collection<SessionId> ids) {
        return ids.stream().map(SessionId::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
