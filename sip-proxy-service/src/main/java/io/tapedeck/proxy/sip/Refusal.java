package io.tapedeck.proxy.sip;

import io.tapedeck.proxy.routing.Route;
import java.util.List;
import java.util.OptionalInt;
import javax.sip.header.Header;

/**
 * A final response that the proxy gives itself instead of forwarding.
 *
 * @param headers that go with it, such as a challenge
 */
record Refusal(int statusCode, String reason, List<Header> headers) {

    static final int OVERLOAD_RETRY_SECONDS = 5;

    /** What the sender is told when we have made a mistake. */
    static final Refusal MISTAKE = new Refusal(500, "Server Internal Error");

    Refusal {
        headers = List.copyOf(headers);
    }

    Refusal(int statusCode, String reason) {
        this(statusCode, reason, List.of());
    }

    static Refusal retryAfter(int statusCode, String reason, OptionalInt seconds) {
        return seconds.isPresent()
                ? new Refusal(
                        statusCode, reason, List.of(Headers.of("Retry-After", Integer.toString(seconds.getAsInt()))))
                : new Refusal(statusCode, reason);
    }

    static Refusal of(Route.Refused route) {
        return retryAfter(route.statusCode(), route.reason(), route.retryAfterSeconds());
    }

    static Refusal overloaded() {
        return retryAfter(503, "Service Unavailable", OptionalInt.of(OVERLOAD_RETRY_SECONDS));
    }
}
