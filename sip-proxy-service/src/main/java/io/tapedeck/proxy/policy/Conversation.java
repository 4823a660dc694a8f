package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.proxy.policy.Occasion.Endpoint;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who talks to whom, once it is known.
 *
 * @param tenant whose call it is
 * @param callee who answered
 * @param redirectedBy the user who forwarded or transferred the call to the callee; null when nobody did
 * @param media what the parties agreed on; never empty
 */
public record Conversation(
        TenantId tenant,
        Party caller,
        Party callee,
        @Nullable UserId redirectedBy,
        Set<Medium> media) {

    public Conversation {
        media = Set.copyOf(media);
    }

    Occasion occasion() {
        return new Occasion(tenant, Endpoint.of(caller), Endpoint.of(callee), redirectedBy, media);
    }
}
