package io.tapedeck.capture.session;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Who talks to whom.
 *
 * @param sipCallId the SIP Call-ID; phones may use one twice
 * @param tenantId null when nobody named one
 */
public record CallIdentity(
        SessionId sessionId,
        String sipCallId,
        Party caller,
        Party callee,
        @Nullable TenantId tenantId) {}
