package io.tapedeck.cdr.cdr;

import io.tapedeck.contracts.calls.EndedReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a session ended.
 *
 * @param byCapture the call's own end was never told; what is known of its captures stands in for it until it is
 */
public record Closure(Instant endedAt, @Nullable EndedReason reason, boolean byCapture) {}
