package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.Party.Network;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRule;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.proxy.policy.Consideration.Verdict;
import io.tapedeck.proxy.policy.Decision.Grant;
import io.tapedeck.proxy.policy.Occasion.Endpoint;
import io.tapedeck.proxy.policy.Rung.Found;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a user gets a recording of a call, whatever the tenant says about its own. */
record UserQuestion(
        Ladders ladders, Tenant tenant, Endpoint endpoint, Role role, Occasion occasion, Protocol protocol) {

    void ask(UserId user) {
        Ladder own = ladders.endpoint(user, endpoint.device());
        Found<Boolean> found = deciding(own);
        if (found == null) {
            return;
        }
        String refusal = found.value() ? refusal(user, own) : "it is switched off";
        if (refusal != null) {
            protocol.note(found.level(), role.leg(), found.setting(), Verdict.NO, refusal);
            return;
        }
        grant(user, own, found);
    }

    private @Nullable Found<Boolean> deciding(Ladder own) {
        for (Rung rung : own.rungs()) {
            Found<Boolean> found = rung.find(role.leg(), network(), RecordingRule::enabled);
            if (found != null) {
                return found;
            }
            undefined(rung.level());
        }
        if (own.rungs().isEmpty()) {
            undefined(RecordingLevel.USER);
        }
        return null;
    }

    private void undefined(RecordingLevel level) {
        String setting = role.leg().text() + "." + Rung.text(network());
        protocol.note(level, role.leg(), setting, Verdict.UNDEFINED, "nothing is set");
    }

    /** Null when nothing speaks against the recording. */
    private @Nullable String refusal(UserId user, Ladder own) {
        Ladder all = own.then(ladders.all(tenant));
        if (occasion.isExternalToExternal() && !ladders.all(tenant).isSet(RecordingRules::externalToExternal, false)) {
            return "both parties are outside, and such calls are not recorded";
        }
        if (role == Role.REDIRECTING && !all.isSet(RecordingRules::redirected, false)) {
            return "the user sent the call elsewhere, and such calls are not recorded";
        }
        if (hasNoSeat(own)) {
            return "the user has none of the tenant's seats for recording";
        }
        if (all.recorded(occasion.media()).isEmpty()) {
            return "what the call consists of is not recorded";
        }
        return protocol.hasRecordingOf(user) ? "the user has a recording of this call already" : null;
    }

    private boolean hasNoSeat(Ladder own) {
        return ladders.all(tenant).whole(RecordingRules::seats) != null
                && !own.only(RecordingLevel.USER).isSet(RecordingRules::seat, false);
    }

    private void grant(UserId user, Ladder own, Found<Boolean> found) {
        Ladder all = own.then(ladders.all(tenant));
        Set<Medium> media = all.recorded(occasion.media());
        protocol.note(found.level(), role.leg(), found.setting(), Verdict.RECORD, "it is switched on");
        protocol.grant(new Grant(
                tenant.id(),
                user,
                found.level(),
                role.leg(),
                found.setting(),
                all.inForce(role.leg(), network(), media)));
    }

    private Network network() {
        return role.otherSide(occasion);
    }
}
