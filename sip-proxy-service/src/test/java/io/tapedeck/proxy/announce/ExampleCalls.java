package io.tapedeck.proxy.announce;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.calls.CallEvent.CallAnswered;
import io.tapedeck.contracts.calls.CallEvent.CallEnded;
import io.tapedeck.contracts.calls.CallEvent.CallStarted;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.CallTarget;
import io.tapedeck.contracts.calls.CallType;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.protocol.uuid.TimeOrderedUuid;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Events of made-up calls. */
final class ExampleCalls {

    static final Instant NINE = Instant.parse("2030-01-07T09:00:00Z");
    private static final RandomGenerator RANDOM = new SecureRandom();

    private ExampleCalls() {}

    static CallEventJson json(InstantSource clock) {
        return new CallEventJson(
                JsonMapper.builder().build(),
                URI.create("/tapedeck/sip-proxy-service/test"),
                clock,
                () -> TimeOrderedUuid.of(clock.millis(), RANDOM));
    }

    static SessionId session(int number) {
        return new SessionId(new UUID(0x0199a00000007000L, 0x8000000000000000L + number));
    }

    static CallEvent started(int session) {
        return new CallStarted(call(session, 1, null, null));
    }

    static CallEvent answered(int session) {
        return new CallAnswered(call(session, 2, NINE.plusSeconds(3), null));
    }

    static CallEvent ended(int session) {
        return new CallEnded(call(session, 3, NINE.plusSeconds(3), NINE.plusSeconds(60)));
    }

    private static CallRecord call(int session, int revision, @Nullable Instant answered, @Nullable Instant ended) {
        EndedReason reason = ended == null ? null : EndedReason.CALLER_DISCONNECT;
        var target = new CallTarget(
                1,
                CallType.NORMAL_CALL,
                "1001",
                "1002",
                "sip:1002@acme.example",
                "",
                "",
                NINE,
                null,
                answered,
                ended,
                reason,
                0);
        return new CallRecord(
                session(session),
                revision,
                new TenantId(new UUID(0, 1)),
                "Acme",
                "call-" + session,
                Direction.INTERNAL,
                Party.offnet("1001"),
                Party.offnet("1002"),
                "",
                "",
                "",
                NINE,
                null,
                answered,
                ended,
                reason,
                0,
                "",
                List.of(target),
                List.of());
    }
}
