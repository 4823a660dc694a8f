package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.TenantId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may control recordings during a call, and what comes of it when they start one. */
public interface ControlPolicy {

    /** Nobody may. */
    ControlPolicy NOBODY = new ControlPolicy() {
        @Override
        public Optional<ControlRights> rights(Party party) {
            return Optional.empty();
        }

        @Override
        public Optional<RecordingOrder> demanded(DemandedCall call, @Nullable Party owner, Demand wishes) {
            return Optional.empty();
        }
    };

    /** Empty for who may not: somebody outside, and a user without the setting {@code onDemand} or without a seat. */
    Optional<ControlRights> rights(Party party);

    /** When a pause ends by itself that somebody of the tenant makes who is not on the call; empty for never. */
    default Optional<Duration> resumeAfter(TenantId tenant) {
        return Optional.empty();
    }

    /**
     * An order with a fresh id.
     *
     * @param owner one of the parties, whose the recording is to be; null for the tenant as a whole
     * @return empty when nothing of what the call consists of is to be recorded
     */
    Optional<RecordingOrder> demanded(DemandedCall call, @Nullable Party owner, Demand wishes);
}
