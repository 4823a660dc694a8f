package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.proxy.routing.Route;
import java.time.Instant;
import java.util.List;

/** What is known of a call when its INVITE has arrived. */
final class FirstRecord {

    private FirstRecord() {}

    static CallRecord of(String callId, Route.Attempt attempt, SessionId id, String outboundCallerId, Instant now) {
        return new CallRecord(
                id,
                1,
                attempt.tenant().id(),
                attempt.tenant().name(),
                callId,
                attempt.direction(),
                attempt.caller(),
                attempt.callee(),
                attempt.didNumber(),
                outboundCallerId,
                attempt.trunkName(),
                now,
                null,
                null,
                null,
                null,
                0,
                "",
                List.of(),
                List.of());
    }
}
