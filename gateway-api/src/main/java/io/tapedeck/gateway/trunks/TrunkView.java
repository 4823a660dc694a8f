package io.tapedeck.gateway.trunks;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.DirectoryEvent.Trunk;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A trunk as it is shown: without its password. */
@Schema(name = "Trunk")
record TrunkView(
        UUID id,
        String name,
        @Nullable UUID tenantId,
        String host,
        int port,
        String transport,
        List<String> sources,
        List<String> prefixes,
        @Nullable String username,
        boolean enabled) {

    static TrunkView of(Trunk trunk) {
        TenantId owner = trunk.tenantId();
        return new TrunkView(
                trunk.id().value(),
                trunk.name(),
                owner == null ? null : owner.value(),
                trunk.host(),
                trunk.port(),
                trunk.transport(),
                trunk.sources(),
                trunk.prefixes(),
                trunk.username(),
                trunk.enabled());
    }
}
