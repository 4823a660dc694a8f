package io.tapedeck.proxy.dialog;

import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.CallTarget;
import io.tapedeck.contracts.calls.CallType;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.contracts.calls.TimelineEntry;
import io.tapedeck.proxy.dialog.CallSignal.JoinAnswered;
import io.tapedeck.proxy.dialog.CallSignal.TargetCalled;
import io.tapedeck.proxy.dialog.CallSignal.TargetDiverted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The next revision of a call after one thing has happened to it. */
final class CallChanges {

    /** A flood is made of these. */
    private static final int MOST_REFUSALS = 200;

    /** Of what took effect: more than happens in any call, and with the refusals far less than an event may hold. */
    private static final int MOST_DEEDS = 1_000;

    private CallChanges() {}

    /** Targets are called in one breath with the start of the call, so this is told with the next revision. */
    static CallRecord targetCalled(CallRecord call, TargetCalled called) {
        var targets = new ArrayList<>(call.targets());
        targets.add(new CallTarget(
                called.target(),
                CallType.NORMAL_CALL,
                call.caller().number(),
                called.callee(),
                called.destination(),
                called.trunkName(),
                called.outboundCallerId(),
                called.at(),
                null,
                null,
                null,
                null,
                0));
        return with(call, call.revision(), call.ringingAt(), call.answeredAt(), targets);
    }

    static boolean alreadyRang(CallRecord call, int target) {
        return call.targets().stream().anyMatch(one -> one.id() == target && one.ringingAt() != null);
    }

    static CallRecord rang(CallRecord call, int target, Instant at) {
        Instant first = call.ringingAt() == null ? at : call.ringingAt();
        var targets = each(call, one -> one.id() == target ? times(one, at, one.answeredAt()) : one);
        return with(call, call.revision() + 1, first, call.answeredAt(), targets);
    }

    /** The others are over with the first answer: they are being cancelled. */
    static CallRecord answered(CallRecord call, int target, List<RecordingOrder> orders, Instant at) {
        var targets = each(
                call,
                one -> one.id() == target
                        ? times(one, one.ringingAt(), at)
                        : endedOnce(one, at, EndedReason.CANCELLED, 0));
        return with(call, call.revision() + 1, call.ringingAt(), at, targets, orders, call.timeline());
    }

    /** The kept one counted as cancelled since the first answer; from now on it is the call. */
    static CallRecord kept(CallRecord call, int before, EndedReason reason, int target, Instant at) {
        var targets = each(call, one -> {
            if (one.id() == target) {
                return with(one, one.ringingAt(), at, null, null, 0);
            }
            return one.id() == before ? endedOnce(one, at, reason, 0) : one;
        });
        return with(call, call.revision() + 1, call.ringingAt(), call.answeredAt(), targets);
    }

    static CallRecord targetFailed(CallRecord call, int target, int statusCode, Instant at) {
        var reason = statusCode / 100 == 3 ? EndedReason.REDIRECTED : EndedReason.REJECTED;
        var targets = each(call, one -> one.id() == target ? endedOnce(one, at, reason, statusCode) : one);
        return with(call, call.revision() + 1, call.ringingAt(), call.answeredAt(), targets);
    }

    static CallRecord targetDiverted(CallRecord call, TargetDiverted diverted) {
        var targets = each(
                call,
                one -> one.id() == diverted.target() ? endedOnce(one, diverted.at(), EndedReason.REDIRECTED, 0) : one);
        CallRecord next = with(call, call.revision() + 1, call.ringingAt(), call.answeredAt(), targets);
        return towards(next, diverted.direction());
    }

    /** The conversation that was ends, and another one of the same session begins. */
    static CallRecord joined(CallRecord call, int before, JoinAnswered joined) {
        Instant at = joined.at();
        var targets = each(call, one -> {
            if (one.id() == joined.target()) {
                return times(one, one.ringingAt(), at);
            }
            boolean replaced = one.id() == before || before == 0; // whatever rings, when it is picked up elsewhere
            return endedOnce(one, at, replaced ? joined.move().reason() : EndedReason.CANCELLED, 0);
        });
        var orders = new ArrayList<>(call.orders());
        orders.addAll(joined.orders());
        Instant answered = call.answeredAt() == null ? at : call.answeredAt();
        CallRecord next = with(call, call.revision() + 1, call.ringingAt(), answered, targets, orders, call.timeline());
        return towards(next, joined.direction());
    }

    private static CallRecord towards(CallRecord call, Direction direction) {
        return new CallRecord(
                call.sessionId(),
                call.revision(),
                call.tenantId(),
                call.tenantName(),
                call.callId(),
                direction,
                call.caller(),
                call.callee(),
                call.didNumber(),
                call.outboundCallerId(),
                call.trunkName(),
                call.startedAt(),
                call.ringingAt(),
                call.answeredAt(),
                call.endedAt(),
                call.endedReason(),
                call.statusCode(),
                call.userData(),
                call.targets(),
                call.orders(),
                call.timeline());
    }

    static CallRecord ended(CallRecord call, Instant at, EndedReason reason, int statusCode) {
        var targets =
                each(call, one -> endedOnce(one, at, one.answeredAt() == null ? EndedReason.CANCELLED : reason, 0));
        return new CallRecord(
                call.sessionId(),
                call.revision() + 1,
                call.tenantId(),
                call.tenantName(),
                call.callId(),
                call.direction(),
                call.caller(),
                call.callee(),
                call.didNumber(),
                call.outboundCallerId(),
                call.trunkName(),
                call.startedAt(),
                call.ringingAt(),
                call.answeredAt(),
                at,
                reason,
                statusCode,
                call.userData(),
                targets,
                call.orders(),
                call.timeline());
    }

    /** The same call when that changes nothing: nobody needs to know how often somebody pressed a button. */
    static CallRecord noted(CallRecord call, CallSignal.Noted noted) {
        var orders = new LinkedHashSet<>(call.orders());
        var timeline = new ArrayList<>(call.timeline());
        boolean more = orders.addAll(noted.orders());
        if (hasRoomFor(noted.entry(), timeline)) {
            more = timeline.add(noted.entry());
        }
        if (!more) {
            return call;
        }
        return with(
                call,
                call.revision() + 1,
                call.ringingAt(),
                call.answeredAt(),
                call.targets(),
                List.copyOf(orders),
                timeline);
    }

    private static boolean hasRoomFor(TimelineEntry entry, List<TimelineEntry> timeline) {
        boolean deed = entry.result() == TimelineEntry.Result.DONE;
        long such = timeline.stream()
                .filter(one -> deed == (one.result() == TimelineEntry.Result.DONE))
                .count();
        return such < (deed ? MOST_DEEDS : MOST_REFUSALS);
    }

    private static List<CallTarget> each(CallRecord call, UnaryOperator<CallTarget> change) {
        return call.targets().stream().map(change).toList();
    }

    private static CallTarget times(CallTarget one, @Nullable Instant ringingAt, @Nullable Instant answeredAt) {
        return with(one, ringingAt, answeredAt, one.endedAt(), one.endReason(), one.statusCode());
    }

    private static CallTarget endedOnce(CallTarget one, Instant at, EndedReason reason, int statusCode) {
        return one.endedAt() == null ? with(one, one.ringingAt(), one.answeredAt(), at, reason, statusCode) : one;
    }

    private static CallTarget with(
            CallTarget one,
            @Nullable Instant ringingAt,
            @Nullable Instant answeredAt,
            @Nullable Instant endedAt,
            @Nullable EndedReason endReason,
            int statusCode) {
        return new CallTarget(
                one.id(),
                one.callType(),
                one.caller(),
                one.callee(),
                one.destination(),
                one.trunkName(),
                one.outboundCallerId(),
                one.startedAt(),
                ringingAt,
                answeredAt,
                endedAt,
                endReason,
                statusCode);
    }

    private static CallRecord with(
            CallRecord call,
            int revision,
            @Nullable Instant ringingAt,
            @Nullable Instant answeredAt,
            List<CallTarget> targets) {
        return with(call, revision, ringingAt, answeredAt, targets, call.orders(), call.timeline());
    }

    private static CallRecord with(
            CallRecord call,
            int revision,
            @Nullable Instant ringingAt,
            @Nullable Instant answeredAt,
            List<CallTarget> targets,
            List<RecordingOrder> orders,
            List<TimelineEntry> timeline) {
        return new CallRecord(
                call.sessionId(),
                revision,
                call.tenantId(),
                call.tenantName(),
                call.callId(),
                call.direction(),
                call.caller(),
                call.callee(),
                call.didNumber(),
                call.outboundCallerId(),
                call.trunkName(),
                call.startedAt(),
                ringingAt,
                answeredAt,
                call.endedAt(),
                call.endedReason(),
                call.statusCode(),
                call.userData(),
                targets,
                orders,
                timeline);
    }
}
