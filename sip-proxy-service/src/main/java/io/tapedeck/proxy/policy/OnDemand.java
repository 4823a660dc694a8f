package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.Party.Network;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.contracts.directory.FeatureCodes;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.proxy.policy.Decision.InForce;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import java.time.Duration;
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
        Ladder all = owner == null || owner.userId() == null
                ? ladders.all(tenant)
                : ladders.endpoint(owner.userId(), owner.deviceId()).then(ladders.all(tenant));
        Set<Medium> media = all.recorded(call.media());
        boolean calls = call.caller().equals(owner);
        Network other = calls ? call.callee().network() : call.caller().network();
        return media.isEmpty()
                ? Optional.empty()
                : Optional.of(all.inForce(calls ? Leg.OUTBOUND : Leg.INBOUND, other, media));
    }
}
