package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.AnnouncementRules;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.contracts.directory.OutgoingMode;
import io.tapedeck.contracts.directory.PromptLanguage;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.contracts.directory.Unanswered;
import io.tapedeck.proxy.policy.Consideration.Verdict;
import io.tapedeck.proxy.policy.Question.Owner;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Whether the caller has a say. Only recordings that the rules grant are asked about, and only those of the caller and of
 * the caller's tenant: a tenant that records all outgoing calls does so whatever its user says, and a callee's recording
 * is the callee's own business.
 */
record CallerQuestion(Ladders ladders, DirectorySnapshot directory, Occasion occasion, Protocol protocol) {

    void ask() {
        UserId id = occasion.source().user();
        User user = id == null ? null : directory.user(id);
        Tenant tenant = user == null ? null : directory.tenant(user.tenantId());
        if (user == null || tenant == null) {
            return; // whoever calls from outside is told what the tenant has to say, not asked
        }
        Ladder whole = ladders.all(tenant);
        Ladder own = ladders.endpoint(user.id(), occasion.source().device()).then(whole);
        var owners = new LinkedHashSet<Owner>();
        consider(new Owner(tenant.id(), null), whole, owners);
        consider(new Owner(tenant.id(), user.id()), own, owners);
        if (!owners.isEmpty()) {
            protocol.ask(
                    new Question(owners, language(own), own.whole(RecordingRules::unanswered) == Unanswered.RECORD));
        }
    }

    private void consider(Owner owner, Ladder ladder, Set<Owner> owners) {
        if (!protocol.isGranted(owner)) {
            return;
        }
        ladder.rungs().stream()
                .filter(rung -> rung.rules().outgoingMode() != null)
                .findFirst()
                .filter(rung -> rung.rules().outgoingMode() == OutgoingMode.ASK)
                .ifPresent(rung -> {
                    owners.add(owner);
                    String whose = owner.user() == null ? "the tenant's" : "their own";
                    protocol.note(
                            rung.level(),
                            Leg.OUTBOUND,
                            "outgoingMode",
                            Verdict.ASK,
                            "the caller is asked first whether " + whose + " recording is made");
                });
    }

    private static PromptLanguage language(Ladder own) {
        return own.rungs().stream()
                .map(rung -> rung.rules().announcement())
                .filter(Objects::nonNull)
                .map(AnnouncementRules::language)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(PromptLanguage.ENGLISH);
    }
}
