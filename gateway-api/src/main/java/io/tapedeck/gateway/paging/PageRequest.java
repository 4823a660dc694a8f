package io.tapedeck.gateway.paging;

import io.tapedeck.gateway.problem.Refusal;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted.
 *
 * @param limit at most so many items, from 1 to {@value #MAXIMUM}
 * @param cursor as a previous page gave it; null for the first page
 */
public record PageRequest(int limit, @Nullable String cursor) {

    static final int DEFAULT = 50;
    static final int MAXIMUM = 200;

    /**
     * Reads the query parameters {@code limit} and {@code cursor}.
     *
     * @throws Refusal 400
     */
    public static PageRequest of(@Nullable Integer limit, @Nullable String cursor) {
        int wanted = limit == null ? DEFAULT : limit;
        if (wanted < 1 || wanted > MAXIMUM) {
            throw Refusal.parameter("limit", "Must be from 1 to " + MAXIMUM + ".");
        }
        return new PageRequest(wanted, cursor == null || cursor.isEmpty() ? null : cursor);
    }

    /**
     * The id behind which the page begins, for lists ordered by id.
     *
     * @throws Refusal 400 when the cursor is not one of ours
     */
    public @Nullable UUID afterId() {
        if (cursor == null) {
            return null;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            if (bytes.remaining() == 2 * Long.BYTES) {
                return new UUID(bytes.getLong(), bytes.getLong());
            }
        } catch (IllegalArgumentException notBase64) {
            // told below, in the same words
        }
        throw Refusal.parameter("cursor", "This is not a cursor of this list.");
    }

    static String cursorAt(UUID id) {
        byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
