package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.proxy.policy.Decision.Grant;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import java.util.List;

/**
 * Which recordings go on when another party takes the place of one, and which begin. A recording that has begun ends
 * only for a reason: both parties are outside now and such calls are not recorded; the tenant does not want transferred
 * calls; or its owner has left and does not record what they have sent elsewhere.
 */
record Continuation(Ladders ladders, DirectorySnapshot directory, Occasion occasion) {

    /**
     * @param begin what nobody records yet
     * @param end in the order of the running ones
     */
    record Outcome(List<Grant> begin, List<RecordingId> end) {}

    static Outcome decide(DirectorySnapshot directory, Occasion occasion, List<RecordingOrder> running) {
        var question = new Continuation(new Ladders(directory), directory, occasion);
        List<RecordingId> end = running.stream()
                .filter(order -> !question.goesOn(order))
                .map(RecordingOrder::recordingId)
                .toList();
        List<Grant> begin = RulesPolicy.decide(directory, occasion).grants().stream()
                .filter(grant -> question.isNew(grant, running))
                .toList();
        return new Outcome(begin, end);
    }

    private boolean goesOn(RecordingOrder order) {
        Tenant tenant = directory.tenant(order.tenantId());
        if (tenant == null) {
            return false; // deleted or disabled meanwhile
        }
        Ladder whole = ladders.all(tenant);
        if (occasion.isExternalToExternal() && !whole.isSet(RecordingRules::externalToExternal, false)) {
            return false;
        }
        UserId owner = order.userId();
        if (owner == null) {
            return occasion.redirectedBy().isEmpty() || whole.isSet(RecordingRules::redirected, true);
        }
        return takesPart(owner) || ladders.endpoint(owner, null).then(whole).isSet(RecordingRules::redirected, false);
    }

    /** Who only sent the call elsewhere has a recording from before, or none. */
    private boolean isNew(Grant grant, List<RecordingOrder> running) {
        UserId owner = grant.owner();
        boolean recorded = running.stream()
                .anyMatch(order -> order.tenantId().equals(grant.tenant())
                        && (owner == null ? order.userId() == null : owner.equals(order.userId())));
        return !recorded && (owner == null || takesPart(owner));
    }

    private boolean takesPart(UserId user) {
        return user.equals(occasion.source().user())
                || user.equals(occasion.destination().user());
    }
}
