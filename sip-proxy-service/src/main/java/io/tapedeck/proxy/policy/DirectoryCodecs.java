package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.CodecRules;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.proxy.routing.Directory;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The codecs of the settings documents as they are at the moment of the offer: those of the one who offers (device, user, teams), then
 * of the other party, then of the tenant and the platform. The first list found counts whole.
 */
public final class DirectoryCodecs implements CodecChoice {

    private final Directory directory;

    public DirectoryCodecs(Directory directory) {
        this.directory = directory;
    }

    @Override
    public @Nullable CodecRules of(TenantId tenant, Party offering, Party other) {
        DirectorySnapshot now = directory.current();
        var ladders = new Ladders(now);
        CodecRules own = of(ladders, offering);
        CodecRules theirs = own == null ? of(ladders, other) : own;
        Tenant whose = now.tenant(tenant);
        return theirs != null || whose == null ? theirs : ladders.all(whose).whole(RecordingRules::codecs);
    }

    private static @Nullable CodecRules of(Ladders ladders, Party party) {
        return party.userId() == null
                ? null
                : ladders.endpoint(party.userId(), party.deviceId()).whole(RecordingRules::codecs);
    }
}
