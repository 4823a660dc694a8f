package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.proxy.control.LiveCall;
import io.tapedeck.proxy.control.LiveCall.State;
import io.tapedeck.proxy.control.LiveCalls;
import io.tapedeck.proxy.control.Turn;
import io.tapedeck.proxy.control.Verdict;
import io.tapedeck.proxy.control.Wish;
import io.tapedeck.proxy.dialog.CallState;
import io.tapedeck.proxy.dialog.Side;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of the calls that are up. One that began before a restart of the proxy is not among them. */
final class CurrentCalls implements LiveCalls {

    private final Calls calls;

    CurrentCalls(Calls calls) {
        this.calls = calls;
    }

    @Override
    public List<LiveCall> calls() {
        return calls.all().stream()
                .flatMap(call -> live(call).stream())
                .sorted(Comparator.comparing(LiveCall::startedAt).reversed())
                .toList();
    }

    @Override
    public Optional<LiveCall> call(SessionId session) {
        return calls.find(session).flatMap(CurrentCalls::live);
    }

    private static Optional<LiveCall> live(CallSession call) {
        return switch (call.state()) {
            case null -> Optional.empty();
            case CallState.Ended _ -> Optional.empty();
            case CallState.Talking(var record, var _) ->
                Optional.of(live(call, record, State.TALKING, record.answeredAt()));
            case CallState.Ringing(var record) -> Optional.of(live(call, record, State.RINGING, record.ringingAt()));
            case CallState.Calling(var record) -> Optional.of(live(call, record, State.CALLING, null));
            case CallState.Cancelling(var record, var _) -> Optional.of(live(call, record, State.CALLING, null));
            case CallState.Moving moving ->
                Optional.of(
                        live(call, moving.call(), State.TALKING, moving.call().answeredAt()));
        };
    }

    private static LiveCall live(CallSession call, CallRecord record, State state, @Nullable Instant since) {
        return new LiveCall(
                record.sessionId(),
                record.tenantId(),
                record.direction(),
                call.controls().party(Side.CALLER),
                call.controls().party(Side.CALLEE),
                state,
                record.startedAt(),
                Objects.requireNonNullElse(since, record.startedAt()),
                call.recording().board(),
                call.recording().since());
    }

    @Override
    public Turn control(SessionId session, Wish wish) {
        CallSession call = calls.find(session).orElse(null);
        if (call == null || live(call).isEmpty()) {
            return Turn.of(Optional.empty());
        }
        var turn = new Turn();
        boolean posted = call.mailbox().post(() -> turn.take(() -> carryOut(wish, call)));
        return posted ? turn : Turn.of(Optional.of(Verdict.UNAVAILABLE));
    }

    private static Optional<Verdict> carryOut(Wish wish, CallSession call) {
        return live(call).isEmpty()
                ? Optional.empty()
                : Optional.of(call.controls().control().byAdministrator(wish));
    }
}
