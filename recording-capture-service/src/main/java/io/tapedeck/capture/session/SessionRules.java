package io.tapedeck.capture.session;

import io.tapedeck.contracts.TenantId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What every call is held to.
 *
 * @param node this node's name, in manifests and events
 * @param mediaAddress what stands in the SDP that parties get
 * @param mediaTimeout a call that had packets, and then none for this long, is over
 * @param unansweredTimeout an offer without an answer, or an answer without a packet, for this long is over
 * @param drainTime how long packets in flight are taken after the end
 * @param defaultTenant owner of what controllers without tenants have recorded; null for nobody
 */
public record SessionRules(
        String node,
        String mediaAddress,
        Duration mediaTimeout,
        Duration unansweredTimeout,
        Duration drainTime,
        @Nullable TenantId defaultTenant) {}
