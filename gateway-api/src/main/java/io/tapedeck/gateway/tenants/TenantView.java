package io.tapedeck.gateway.tenants;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.RecordingSettings;
import java.util.UUID;

/** A tenant as it is shown. */
@Schema(name = "Tenant")
record TenantView(UUID id, String name, String domain, boolean enabled, RecordingSettings recording) {

    static TenantView of(Tenant tenant) {
        TenantId id = tenant.id();
        return new TenantView(id.value(), tenant.name(), tenant.domain(), tenant.enabled(), tenant.recording());
    }
}
