package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.FeatureCodes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * That a party may control recordings, and how.
 *
 * @param codes all of them are set; an empty one is switched off
 * @param resumeAfter when a pause of theirs ends by itself; null for never
 */
public record ControlRights(
        TenantId tenant,
        UserId user,
        FeatureCodes codes,
        @Nullable Duration resumeAfter) {}
