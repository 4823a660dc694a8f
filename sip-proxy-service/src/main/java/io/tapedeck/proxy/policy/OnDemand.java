package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.Party.Network;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.contracts.directory.FeatureCodes;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRule;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.proxy.policy.Decision.InForce;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the rules say about recordings that somebody starts, stops and pauses. Knows no clock, no socket and no file. */
final class OnDemand {

    private OnDemand() {}

    static Optional<ControlRights> rights(DirectorySnapshot directory, Party party) {
        User user = party.userId() == null ? null : directory.user(party.userId());
        Tenant tenant = user == null ? null : directory.tenant(user.tenantId());
        if (user == null || tenant == null) {
            return Optional.empty();
        }
        var ladders = new Ladders(directory);
        Ladder own = ladders.endpoint(user.id(), party.deviceId());
        Ladder all = own.then(ladders.all(tenant));
        if (!all.isSet(RecordingRules::onDemand, false) || hasNoSeat(own, ladders.all(tenant))) {
            return Optional.empty();
        }
        return Optional.of(new ControlRights(tenant.id(), user.id(), codes(all), resumeAfter(all)));
    }

    private static boolean hasNoSeat(Ladder own, Ladder tenant) {
        return tenant.whole(RecordingRules::seats) != null
                && !own.only(RecordingLevel.USER).isSet(RecordingRules::seat, false);
    }

    private static FeatureCodes codes(Ladder all) {
        return new FeatureCodes(
                        code(all, FeatureCodes::start),
                        code(all, FeatureCodes::stop),
                        code(all, FeatureCodes::pause),
                        code(all, FeatureCodes::resume))
                .or(FeatureCodes.DEFAULT);
    }

    private static @Nullable String code(Ladder all, Function<FeatureCodes, @Nullable String> which) {
        return all.whole(rules -> rules.featureCodes() == null ? null : which.apply(rules.featureCodes()));
    }

    private static @Nullable Duration resumeAfter(Ladder all) {
        int seconds = Objects.requireNonNullElse(all.whole(RecordingRules::resumeAfterSeconds), 0);
        return seconds == 0 ? null : Duration.ofSeconds(seconds);
    }

    /** Empty when nothing of the call is to be recorded, or there is no such tenant. */
    static Optional<InForce> settings(DirectorySnapshot directory, DemandedCall call, @Nullable Party owner) {
        Tenant tenant = directory.tenant(call.tenant());
        if (tenant == null) {
            return Optional.empty();
        }
        var ladders = new Ladders(directory);
        if (owner == null || owner.userId() == null) {
            Leg leg = leg(ladders.deciding(tenant), call);
            return inForce(ladders.all(tenant), leg, network(leg, call), call.media());
        }
        Ladder own = ladders.endpoint(owner.userId(), owner.deviceId()).then(ladders.all(tenant));
        Leg leg = call.caller().equals(owner) ? Leg.OUTBOUND : Leg.INBOUND;
        return inForce(own, leg, network(leg, call), call.media());
    }

    /** That of the tenant's recording by itself; where no level says whether there is one, the first with any rule. */
    private static Leg leg(Ladder tenant, DemandedCall call) {
        Leg deciding = leg(tenant, call, RecordingRule::enabled);
        Leg other = deciding == null ? leg(tenant, call, rule -> rule) : deciding;
        return other == null ? Leg.INBOUND : other;
    }

    private static @Nullable Leg leg(Ladder tenant, DemandedCall call, Function<RecordingRule, @Nullable Object> key) {
        for (Rung rung : tenant.rungs()) {
            for (Leg leg : List.of(Leg.INBOUND, Leg.OUTBOUND)) {
                if (rung.find(leg, network(leg, call), key) != null) {
                    return leg;
                }
            }
        }
        return null;
    }

    /** Of a leg as the platform sees it, and of the other side as a user sees it. */
    private static Network network(Leg leg, DemandedCall call) {
        return leg == Leg.INBOUND ? call.caller().network() : call.callee().network();
    }

    private static Optional<InForce> inForce(Ladder all, Leg leg, Network network, Set<Medium> offered) {
        Set<Medium> media = all.recorded(offered);
        return media.isEmpty() ? Optional.empty() : Optional.of(all.inForce(leg, network, media));
    }
}
