package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.TenantId;
import java.util.List;
import java.util.Set;

/** Says which recordings a call gets, and for whom. */
@FunctionalInterface
public interface RecordingPolicy {

    /**
     * @param tenant whose call it is
     * @param callee who answered
     * @param media what the parties agreed on
     * @return one order per recording, with fresh ids; empty when the call is not recorded
     */
    List<RecordingOrder> orders(TenantId tenant, Party caller, Party callee, Set<Medium> media);
}
