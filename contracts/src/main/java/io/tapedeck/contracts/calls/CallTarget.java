package io.tapedeck.contracts.calls;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One destination that was tried: a device or a trunk.
 *
 * @param id number of the target within its session, from 1
 * @param destination the address that was called, without credentials and parameters
 * @param statusCode SIP status with which the target refused; 0 when it answered or was cancelled by another answer
 */
public record CallTarget(
        int id,
        CallType callType,
        String caller,
        String callee,
        String destination,
        String trunkName,
        String outboundCallerId,
        Instant startedAt,
        @Nullable Instant ringingAt,
        @Nullable Instant answeredAt,
        @Nullable Instant endedAt,
        @Nullable EndedReason endReason,
        int statusCode) {}
