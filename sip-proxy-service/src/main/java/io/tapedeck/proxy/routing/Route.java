package io.tapedeck.proxy.routing;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.directory.DirectoryEvent;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Where a call goes, or why it goes nowhere. */
public sealed interface Route {

    /**
     * Who calls whom, whatever comes of it.
     *
     * @param tenant the tenant whose call this is
     * @param callee who was called; what was dialled, as a party that nobody knows, when it leads to nobody
     * @param direction OUT for what nobody inside has, even where no trunk leads there
     * @param didNumber the number that was dialled from outside; empty for calls that began inside
     * @param trunkName the trunk the call came from, goes to or was meant for; empty when there is none
     */
    record Attempt(
            DirectoryEvent.Tenant tenant,
            Party caller,
            Party callee,
            Direction direction,
            String didNumber,
            String trunkName) {}

    /**
     * @param targets tried in parallel; never empty
     */
    record Forward(Attempt attempt, List<Target> targets) implements Route {

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
     * @param attempt null when it is no tenant's: it came from nobody we know, or from outside for nobody we know
     */
    record Refused(
            int statusCode,
            String reason,
            OptionalInt retryAfterSeconds,
            @Nullable Attempt attempt) implements Route {}
}
