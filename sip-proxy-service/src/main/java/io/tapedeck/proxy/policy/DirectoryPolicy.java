package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.proxy.policy.Decision.Grant;
import io.tapedeck.proxy.policy.Occasion.Endpoint;
import io.tapedeck.proxy.routing.Directory;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** {@link RulesPolicy} with the directory as it is at the moment of the call. */
public final class DirectoryPolicy implements RecordingPolicy {

    private final Directory directory;
    private final Supplier<UUID> ids;

    /**
     * @param ids a fresh one every time, of version 7
     */
    public DirectoryPolicy(Directory directory, Supplier<UUID> ids) {
        this.directory = directory;
        this.ids = ids;
    }

    @Override
    public List<RecordingOrder> orders(TenantId tenant, Party caller, Party callee, Set<Medium> media) {
        DirectorySnapshot now = directory.current();
        if (now.tenant(tenant) == null) {
            return List.of(); // deleted or disabled while the phones rang
        }
        var occasion = new Occasion(tenant, Endpoint.of(caller), Endpoint.of(callee), null, media);
        return RulesPolicy.decide(now, occasion).grants().stream()
                .map(this::order)
                .toList();
    }

    private RecordingOrder order(Grant grant) {
        Decision.InForce settings = grant.settings();
        return new RecordingOrder(
                new RecordingId(ids.get()),
                grant.tenant(),
                grant.owner(),
                settings.media().contains(Medium.VIDEO) ? MediaFormat.MP4 : settings.format(),
                settings.layout(),
                settings.url(),
                settings.sampleRateHertz(),
                settings.pauses(),
                false,
                settings.minimumSeconds(),
                settings.limitSeconds());
    }
}
