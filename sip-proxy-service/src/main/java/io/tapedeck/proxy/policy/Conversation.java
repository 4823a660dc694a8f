package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.proxy.policy.Occasion.Endpoint;
import java.util.List;
import java.util.Set;

/**
 * Who talks to whom, once it is known.
 *
 * @param tenant whose call it is
 * @param callee who answered
 * @param redirectedBy the users who have forwarded or transferred the call on its way to the callee, the first one first
 * @param media what the parties agreed on; never empty
 */
public record Conversation(TenantId tenant, Party caller, Party callee, List<UserId> redirectedBy, Set<Medium> media) {

    public Conversation {
        redirectedBy = List.copyOf(redirectedBy);
        media = Set.copyOf(media);
    }

    Occasion occasion() {
        return new Occasion(tenant, Endpoint.of(caller), Endpoint.of(callee), redirectedBy, media);
    }
}
