package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.proxy.policy.Decision.Grant;
import io.tapedeck.proxy.routing.Directory;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** {@link RulesPolicy} with the directory as it is at the moment of the call. */
public final class DirectoryPolicy implements RecordingPolicy {

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
        Decision.InForce settings = grant.settings();
        return new RecordingOrder(
                new RecordingId(ids.get()),
                grant.tenant(),
                grant.owner(),
                settings.media().contains(Medium.VIDEO) ? MediaFormat.MP4 : settings.format(),
                settings.layout(),
                settings.url(),
                settings.sampleRateHertz(),
                settings.pauses(),
                false,
                settings.minimumSeconds(),
                settings.limitSeconds());
    }
}
