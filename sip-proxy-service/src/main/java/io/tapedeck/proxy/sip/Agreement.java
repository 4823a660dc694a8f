package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.proxy.control.Outcome;
import io.tapedeck.proxy.control.RecordingBoard.Phase;
import io.tapedeck.proxy.control.RecordingBoard.Recording;
import io.tapedeck.proxy.control.RecordingControl;
import io.tapedeck.proxy.policy.AgreedPolicy;
import io.tapedeck.proxy.policy.Conversation;
import io.tapedeck.proxy.policy.Question.Owner;
import io.tapedeck.proxy.policy.RecordingPlan;
import io.tapedeck.proxy.policy.RecordingPolicy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What holds for the recordings of one call whatever the rules say: what its caller has declined does not begin, and what
 * somebody or a time limit has ended does not begin again for those who were there. Belongs to the mailbox of the call.
 */
final class Agreement {

    private final RecordingControl recording;
    private final Set<RecordingId> endedByRules = new HashSet<>();
    private Set<Owner> declined = Set.of();

    Agreement(RecordingControl recording) {
        this.recording = recording;
    }

    /** The caller does not want these to have recordings of the call. */
    void declines(Set<Owner> owners) {
        declined = Set.copyOf(owners);
    }

    /** The rules as they count for this call. */
    RecordingPolicy with(RecordingPolicy rules) {
        return declined.isEmpty() ? rules : new AgreedPolicy(rules, declined);
    }

    /**
     * When another party has taken the place of one.
     *
     * @param before who talked until now
     * @param now who talk from now on
     */
    RecordingPlan afterMove(RecordingPolicy rules, Parties before, Conversation now) {
        var unwanted = new HashSet<>(declined);
        endedOtherwise().stream()
                .filter(owner -> owner.user() == null || before.include(owner.user()))
                .forEach(unwanted::add);
        return new AgreedPolicy(rules, unwanted).afterMove(now, goingOn());
    }

    /** Also those that wait for their start: they are not to be ordered twice. */
    private List<RecordingOrder> goingOn() {
        return recording.board().recordings().stream()
                .filter(one -> one.phase() != Phase.STOPPED)
                .map(Recording::order)
                .toList();
    }

    /** Whose last recording was stopped by hand, or was long enough. */
    private Set<Owner> endedOtherwise() {
        Map<Owner, Recording> last = new HashMap<>();
        recording.board().recordings().forEach(one -> last.put(Owner.of(one.order()), one));
        last.values()
                .removeIf(one -> one.phase() != Phase.STOPPED
                        || endedByRules.contains(one.order().recordingId()));
        return last.keySet();
    }

    /** The rules do not want these any more; another time they may. */
    void end(List<RecordingOrder> orders) {
        Outcome _ = recording.stop(orders, null);
        orders.stream()
                .map(RecordingOrder::recordingId)
                .filter(id -> recording
                        .board()
                        .find(id)
                        .filter(one -> one.phase() == Phase.STOPPED)
                        .isPresent())
                .forEach(endedByRules::add);
    }
}
