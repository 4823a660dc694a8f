package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.TenantId;
import java.util.Set;

/**
 * A call in which somebody starts a recording.
 *
 * @param tenant whose recording it is to be
 * @param callee who answered
 * @param media what the call consists of; never empty
 */
public record DemandedCall(TenantId tenant, Party caller, Party callee, Set<Medium> media) {

    public DemandedCall {
        media = Set.copyOf(media);
        if (media.isEmpty()) {
            throw new IllegalArgumentException("a call has audio, video or both");
        }
    }

    /** The same with another owner's tenant. */
    public DemandedCall of(TenantId other) {
        return new DemandedCall(other, caller, callee, media);
    }
}
