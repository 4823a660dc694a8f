package io.tapedeck.gateway.rules;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.RecordingLevel;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What rules are for.
 *
 * @param id of the tenant, team, user or device; null for the platform
 * @param tenant that it belongs to; null for the platform
 */
public record RulesScope(
        RecordingLevel level, @Nullable UUID id, @Nullable TenantId tenant) {

    static final RulesScope PLATFORM = new RulesScope(RecordingLevel.PLATFORM, null, null);
}
