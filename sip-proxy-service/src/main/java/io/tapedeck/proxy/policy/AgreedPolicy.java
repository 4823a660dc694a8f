package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.proxy.policy.Question.Owner;
import java.util.List;
import java.util.Set;

/**
 * What the rules say of a call without what its caller has declined. That holds for the call as long as it lasts, also
 * when it is transferred.
 *
 * @param declined who gets no recording
 */
public record AgreedPolicy(RecordingPolicy rules, Set<Owner> declined) implements RecordingPolicy {

    public AgreedPolicy {
        declined = Set.copyOf(declined);
    }

    @Override
    public List<RecordingOrder> orders(Conversation conversation) {
        return agreed(rules.orders(conversation));
    }

    @Override
    public RecordingPlan afterMove(Conversation conversation, List<RecordingOrder> running) {
        RecordingPlan plan = rules.afterMove(conversation, running);
        return new RecordingPlan(agreed(plan.begin()), plan.end());
    }

    private List<RecordingOrder> agreed(List<RecordingOrder> orders) {
        return orders.stream()
                .filter(order -> !declined.contains(Owner.of(order)))
                .toList();
    }
}
