package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.proxy.policy.Decision.Grant;
import io.tapedeck.proxy.routing.Authentication;
import io.tapedeck.proxy.routing.Directory;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@link RulesPolicy} with the directory as it is at the moment of the call. */
public final class DirectoryPolicy implements RecordingPolicy, ControlPolicy {

    private final Directory directory;
    private final Supplier<UUID> ids;

    /**
     * @param ids a fresh one every time, of version 7
     */
    public DirectoryPolicy(Directory directory, Supplier<UUID> ids) {
        this.directory = directory;
        this.ids = ids;
    }

    @Override
    public List<RecordingOrder> orders(Conversation conversation) {
        DirectorySnapshot now = directory.current();
        if (now.tenant(conversation.tenant()) == null) {
            return List.of(); // deleted or disabled while the phones rang
        }
        return RulesPolicy.decide(now, conversation.occasion()).grants().stream()
                .map(this::order)
                .toList();
    }

    @Override
    public Optional<Question> question(Conversation conversation) {
        DirectorySnapshot now = directory.current();
        return now.tenant(conversation.tenant()) == null
                ? Optional.empty()
                : Optional.ofNullable(
                        RulesPolicy.decide(now, conversation.occasion()).question());
    }

    @Override
    public Optional<CallerRecording> callerRecording(Authentication sender, String user, String host) {
        DirectorySnapshot now = directory.current();
        var protocol = new Protocol();
        return Dialled.by(sender, user, host)
                .filter(new CallerRecordings(now, protocol)::ask)
                .flatMap(_ -> tape(now, protocol.decision()));
    }

    private Optional<CallerRecording> tape(DirectorySnapshot now, Decision decision) {
        Grant grant = decision.grants().getFirst();
        Decision.Tape tape = Objects.requireNonNull(decision.tape());
        RecordingOrder order = OrderForm.taped(
                new RecordingId(ids.get()), grant.tenant(), grant.owner(), grant.settings(), tape.method());
        return Optional.ofNullable(now.tenant(grant.tenant()))
                .map(tenant -> new CallerRecording(tenant, order, tape.limit(), tape.silence()));
    }

    @Override
    public RecordingPlan afterMove(Conversation conversation, List<RecordingOrder> running) {
        DirectorySnapshot now = directory.current();
        if (now.tenant(conversation.tenant()) == null) {
            return new RecordingPlan(
                    List.of(), running.stream().map(RecordingOrder::recordingId).toList());
        }
        var outcome = Continuation.decide(now, conversation.occasion(), running);
        return new RecordingPlan(outcome.begin().stream().map(this::order).toList(), outcome.end());
    }

    private RecordingOrder order(Grant grant) {
        return OrderForm.of(new RecordingId(ids.get()), grant.tenant(), grant.owner(), grant.settings());
    }

    @Override
    public Optional<ControlRights> rights(Party party) {
        return OnDemand.rights(directory.current(), party);
    }

    @Override
    public Optional<Duration> resumeAfter(TenantId tenant) {
        DirectorySnapshot now = directory.current();
        return Optional.ofNullable(now.tenant(tenant))
                .map(found -> new Ladders(now).all(found).whole(RecordingRules::resumeAfterSeconds))
                .filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds);
    }

    @Override
    public Optional<RecordingOrder> demanded(DemandedCall call, @Nullable Party owner, Demand wishes) {
        return OnDemand.settings(directory.current(), call, owner)
                .map(settings -> OrderForm.demanded(
                        new RecordingId(ids.get()),
                        call.tenant(),
                        owner == null ? null : owner.userId(),
                        settings,
                        wishes));
    }
}
