package io.tapedeck.contracts.directory;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tapedeck.contracts.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Where the calls to a user go when the user does not take them. What is null forwards nothing.
 *
 * @param always at once, whatever the phones would say
 * @param busy when all phones are busy or decline
 * @param noAnswer when nobody answers in time
 * @param unavailable when no phone is registered or none can be reached
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ForwardingRules(
        @Nullable Destination always,
        @Nullable Destination busy,
        @Nullable Destination noAnswer,
        @Nullable Destination unavailable) {

    public static final ForwardingRules NONE = new ForwardingRules(null, null, null, null);

    /**
     * A user, or what is dialled with the rights of the one who forwards.
     *
     * @param userId of the same tenant; null when there is a number
     * @param number as the user would dial it; null when there is a user
     * @param afterSeconds how long the phones ring before; for {@code noAnswer} only, null for 20
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Destination(
            @Nullable UserId userId,
            @Nullable String number,
            @Nullable Integer afterSeconds) {

        public Destination {
            if ((userId == null) == (number == null)) {
                throw new IllegalArgumentException("a call is forwarded to a user or to a number");
            }
        }

        public static Destination to(String number) {
            return new Destination(null, number, null);
        }

        public static Destination to(UserId user) {
            return new Destination(user, null, null);
        }
    }
}
