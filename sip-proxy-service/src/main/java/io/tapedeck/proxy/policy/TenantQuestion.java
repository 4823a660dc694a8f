package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.Party.Network;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRule;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.proxy.policy.Consideration.Verdict;
import io.tapedeck.proxy.policy.Decision.Grant;
import io.tapedeck.proxy.policy.Rung.Found;
import java.util.Set;

/**
 * Whether a tenant records a call. At each level the leg on which the call came to us is looked at first; only where
 * nothing is configured for it, the leg on which it goes out: a call has one recording of the tenant, not one per leg.
 */
record TenantQuestion(Ladders ladders, Tenant tenant, Occasion occasion, Protocol protocol) {

    void ask() {
        if (isExcluded()) {
            return;
        }
        for (Rung rung : ladders.deciding(tenant).rungs()) {
            if (isDecidedBy(rung)) {
                return;
            }
        }
    }

    private boolean isExcluded() {
        if (occasion.isExternalToExternal() && !ladders.all(tenant).isSet(RecordingRules::externalToExternal, false)) {
            no(
                    RecordingLevel.TENANT,
                    "externalToExternal",
                    "both parties are outside, and such calls are not recorded");
            return true;
        }
        if (!occasion.redirectedBy().isEmpty() && !ladders.all(tenant).isSet(RecordingRules::redirected, true)) {
            no(RecordingLevel.TENANT, "redirected", "the call was redirected, and such calls are not recorded");
            return true;
        }
        return false;
    }

    private boolean isDecidedBy(Rung rung) {
        return isDecidedBy(rung, Leg.INBOUND, occasion.source().network())
                || isDecidedBy(rung, Leg.OUTBOUND, occasion.destination().network());
    }

    private boolean isDecidedBy(Rung rung, Leg leg, Network network) {
        Found<Boolean> found = rung.find(leg, network, RecordingRule::enabled);
        if (found == null) {
            protocol.note(
                    rung.level(), leg, leg.text() + "." + Rung.text(network), Verdict.UNDEFINED, "nothing is set");
            return false;
        }
        if (found.value()) {
            grant(found, leg, network);
        } else {
            protocol.note(found.level(), leg, found.setting(), Verdict.NO, "it is switched off");
        }
        return true;
    }

    private void grant(Found<Boolean> found, Leg leg, Network network) {
        Ladder all = ladders.all(tenant);
        Set<Medium> media = all.recorded(occasion.media());
        if (media.isEmpty()) {
            protocol.note(found.level(), leg, found.setting(), Verdict.NO, "what the call consists of is not recorded");
            return;
        }
        protocol.note(found.level(), leg, found.setting(), Verdict.RECORD, "it is switched on");
        protocol.grant(
                new Grant(tenant.id(), null, found.level(), leg, found.setting(), all.inForce(leg, network, media)));
    }

    private void no(RecordingLevel level, String setting, String why) {
        protocol.note(level, Leg.INBOUND, setting, Verdict.NO, why);
    }
}
