package io.tapedeck.capture.session;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who talks to whom.
 *
 * @param sipCallId the SIP Call-ID; phones may use one twice
 * @param tenantId null when nobody named one
 * @param metadata what else the controller said about the call
 */
public record CallIdentity(
        SessionId sessionId,
        String sipCallId,
        Party caller,
        Party callee,
        @Nullable TenantId tenantId,
        Map<String, String> metadata) {

    public CallIdentity {
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }
}
