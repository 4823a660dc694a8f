package io.tapedeck.proxy.routing;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.directory.DirectoryEvent;
import java.util.List;
import java.util.OptionalInt;

/** Where a call goes, or why it goes nowhere. */
public sealed interface Route {

    /**
     * @param tenant the tenant whose call this is
     * @param didNumber the number that was dialled from outside; empty for calls that began inside
     * @param trunkName the trunk the call came from or goes to; empty when there is none
     * @param targets tried in parallel; never empty
     */
    record Forward(
            DirectoryEvent.Tenant tenant,
            Party caller,
            Party callee,
            Direction direction,
            String didNumber,
            String trunkName,
            List<Target> targets)
            implements Route {

        public Forward {
            targets = List.copyOf(targets);
            if (targets.isEmpty()) {
                throw new IllegalArgumentException("a call that is forwarded has a target");
            }
        }
    }

    /**
     * @param statusCode 403, 404, 480 or 503
     * @param retryAfterSeconds for the header Retry-After
     */
    record Refused(int statusCode, String reason, OptionalInt retryAfterSeconds) implements Route {}
}
