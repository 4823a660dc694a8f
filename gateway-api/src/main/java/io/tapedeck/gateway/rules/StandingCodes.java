package io.tapedeck.gateway.rules;

import io.tapedeck.contracts.directory.FeatureCodes;
import io.tapedeck.contracts.directory.RecordingLevel;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The feature codes of one settings document.
 *
 * @param scope null for the platform
 * @param tenant that it belongs to; null for the platform
 * @param users whose calls it counts for by itself: the user, the device's user, the team's members; none for tenants and
 *     the platform, which count for all of theirs
 * @param whose how people know it
 * @param codes null when it has none
 */
public record StandingCodes(
        RecordingLevel level,
        @Nullable UUID scope,
        @Nullable UUID tenant,
        Set<UUID> users,
        String whose,
        @Nullable FeatureCodes codes) {

    public StandingCodes {
        users = Set.copyOf(users);
    }
}
