package io.tapedeck.proxy.recording;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.Party.Network;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.RecordingSettings;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The tenant's setting decides alone: one recording per call when it is on. It belongs to the user of the platform who
 * takes part; when both are users, to the caller.
 */
public final class TenantRecordingPolicy implements RecordingPolicy {

    private final Supplier<UUID> ids;

    /**
     * @param ids a fresh one every time, of version 7
     */
    public TenantRecordingPolicy(Supplier<UUID> ids) {
        this.ids = ids;
    }

    @Override
    public List<RecordingOrder> orders(Tenant tenant, Party caller, Party callee, Direction direction) {
        RecordingSettings settings = tenant.recording();
        if (!settings.enabled()) {
            return List.of();
        }
        Party owner = caller.network() == Network.ONNET ? caller : callee;
        return List.of(new RecordingOrder(
                new RecordingId(ids.get()),
                tenant.id(),
                owner.userId(),
                settings.format(),
                settings.layout(),
                settings.deliverTo()));
    }
}
