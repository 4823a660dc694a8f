package io.tapedeck.proxy.recording;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.directory.DirectoryEvent;
import java.util.List;

/** Says which recordings a call gets, and for whom. A function of its arguments, but for the fresh ids. */
@FunctionalInterface
public interface RecordingPolicy {

    /**
     * @return one order per recording; empty when the call is not recorded
     */
    List<RecordingOrder> orders(DirectoryEvent.Tenant tenant, Party caller, Party callee, Direction direction);
}
