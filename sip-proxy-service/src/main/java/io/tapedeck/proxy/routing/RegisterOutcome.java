package io.tapedeck.proxy.routing;

import java.util.List;
import java.util.OptionalInt;

/** What a REGISTER is answered with. */
public sealed interface RegisterOutcome {

    /**
     * 200 OK.
     *
     * @param bindings all bindings of the device that are now in force, one Contact each
     */
    record Accepted(List<Binding> bindings) implements RegisterOutcome {

        public Accepted {
            bindings = List.copyOf(bindings);
        }

        /** A Contact and for how long it will be kept. */
        public record Binding(String uri, long remainingSeconds) {}
    }

    /**
     * @param minExpires for the header Min-Expires, with status 423
     */
    record Refused(int statusCode, String reason, OptionalInt minExpires) implements RegisterOutcome {}
}
