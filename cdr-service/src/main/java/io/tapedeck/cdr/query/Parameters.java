package io.tapedeck.cdr.query;

import io.tapedeck.cdr.cdr.Archive;
import io.tapedeck.cdr.cdr.Archive.Cursor;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * The query parameters of a list. A name that is not known is refused: a filter that is silently ignored shows somebody
 * what they must not see.
 */
record Parameters(MultiValueMap<String, String> given) {

    static final int DEFAULT_LIMIT = 50;
    static final int LARGEST_LIMIT = 500;

    private static final Instant FAR = Instant.parse("9999-12-31T00:00:00Z");
    private static final int CURSOR_BYTES = 3 * Long.BYTES;
    /** Some thousand years: what a made-up cursor exceeds, and what the database still holds. */
    private static final long LARGEST_MICROS = 1L << 56;

    static Parameters of(MultiValueMap<String, String> given, Set<String> known) {
        given.forEach((name, values) -> check(name, values, known));
        return new Parameters(given);
    }

    private static void check(String name, List<String> values, Set<String> known) {
        if (!known.contains(name)) {
            throw new BadParameter(name, "is not known here");
        }
        if (values.size() != 1) {
            throw new BadParameter(name, "may be given once");
        }
    }

    int limit() {
        String text = given.getFirst("limit");
        return text == null ? DEFAULT_LIMIT : limit(text);
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= LARGEST_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // refused below
        }
        throw new BadParameter("limit", "must be a whole number from 1 to " + LARGEST_LIMIT);
    }

    /** Without its spaces; null when empty. */
    @Nullable
    String text(String name) {
        String text = given.getFirst(name);
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** Long enough to be looked for; null when empty. */
    @Nullable
    String part(String name) {
        String text = text(name);
        if (text != null && text.length() < Archive.SHORTEST_PART) {
            throw new BadParameter(name, "must have at least " + Archive.SHORTEST_PART + " characters");
        }
        return text;
    }

    @Nullable
    Instant time(String name) {
        String text = text(name);
        try {
            return text == null ? null : bounded(OffsetDateTime.parse(text));
        } catch (DateTimeParseException notATime) {
            throw new BadParameter(name, "must be a time as in 2030-01-07T09:00:00Z (ISO 8601 with offset)");
        }
    }

    /** What the database can compare with; nothing was recorded outside of it. */
    private static Instant bounded(OffsetDateTime time) {
        return time.getYear() < 1 ? Instant.EPOCH : time.getYear() > 9999 ? FAR : time.toInstant();
    }

    /**
     * @param expected completes the sentence "must be …"
     * @param type throws {@link IllegalArgumentException} for what is none
     */
    <T> @Nullable T value(String name, String expected, Function<String, T> type) {
        String text = text(name);
        try {
            return text == null ? null : type.apply(text);
        } catch (IllegalArgumentException none) {
            throw new BadParameter(name, "must be " + expected);
        }
    }

    @Nullable
    Cursor cursor() {
        return value("cursor", "what an earlier page gave as next", Parameters::cursor);
    }

    /**
     * <pre>
     *  0                    8                24 bytes, base64url
     *  +--------------------+----------------+
     *  | epoch microseconds | id             |
     *  +--------------------+----------------+
     * </pre>
     */
    static String cursor(Cursor cursor) {
        byte[] bytes = ByteBuffer.allocate(CURSOR_BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, cursor.time()))
                .putLong(cursor.id().getMostSignificantBits())
                .putLong(cursor.id().getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Cursor cursor(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (bytes.length != CURSOR_BYTES) {
            throw new IllegalArgumentException("not a cursor");
        }
        var buffer = ByteBuffer.wrap(bytes);
        long micros = buffer.getLong();
        if (micros < -LARGEST_MICROS || micros > LARGEST_MICROS) {
            throw new IllegalArgumentException("not a cursor");
        }
        return new Cursor(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), new UUID(buffer.getLong(), buffer.getLong()));
    }
}
