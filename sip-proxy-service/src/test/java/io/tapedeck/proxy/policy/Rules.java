package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.Party.Network;
import io.tapedeck.contracts.TeamId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.contracts.directory.DirectoryEvent.Device;
import io.tapedeck.contracts.directory.DirectoryEvent.Team;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.contracts.directory.LegRules;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRule;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.proxy.policy.Occasion.Endpoint;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import io.tapedeck.proxy.routing.ExampleDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The example directory with rules, and questions to the policy about it. */
final class Rules {

    private final List<DirectoryEvent> entities = new ArrayList<>();

    Rules entity(DirectoryEvent entity) {
        entities.add(entity);
        return this;
    }

    Rules platform(RecordingRules rules) {
        return add(RecordingLevel.PLATFORM, null, rules);
    }

    Rules tenant(Tenant tenant, RecordingRules rules) {
        return add(RecordingLevel.TENANT, tenant.id().value(), rules);
    }

    /** A tenant that says nothing, not even what it said when it was created. */
    Rules silentTenant(Tenant tenant) {
        return tenant(tenant, RecordingRules.UNDEFINED);
    }

    Rules team(long number, User member, RecordingRules rules) {
        var id = new TeamId(new UUID(9, number));
        entities.add(new Team(id, member.tenantId(), "Team " + number, List.of(member.id())));
        return add(RecordingLevel.TEAM, id.value(), rules);
    }

    Rules user(User user, RecordingRules rules) {
        return add(RecordingLevel.USER, user.id().value(), rules);
    }

    Rules device(Device device, RecordingRules rules) {
        return add(RecordingLevel.DEVICE, device.id().value(), rules);
    }

    private Rules add(RecordingLevel level, @Nullable UUID scope, RecordingRules rules) {
        var id = new UUID(8, entities.size());
        entities.add(new DirectoryEvent.Rules(id, level, scope, 1, rules));
        return this;
    }

    DirectorySnapshot directory() {
        return ExampleDirectory.with(entities.toArray(DirectoryEvent[]::new));
    }

    Decision decide(Occasion occasion) {
        return RulesPolicy.decide(directory(), occasion);
    }

    /**
     * @param from null for somebody outside
     * @param to null for somebody outside
     */
    static Occasion call(@Nullable Device from, @Nullable Device to, TenantId tenant) {
        return new Occasion(tenant, endpoint(from), endpoint(to), List.of(), Set.of(Medium.AUDIO));
    }

    static Occasion redirected(Occasion call, UserId... by) {
        return new Occasion(call.tenant(), call.source(), call.destination(), List.of(by), call.media());
    }

    static Occasion with(Occasion call, Medium... media) {
        return new Occasion(call.tenant(), call.source(), call.destination(), call.redirectedBy(), Set.of(media));
    }

    private static Endpoint endpoint(@Nullable Device device) {
        return device == null ? Endpoint.OUTSIDE : new Endpoint(Network.ONNET, device.userId(), device.id());
    }

    static RecordingRules on(String setting) {
        return of(setting, RecordingRule.enabled(true));
    }

    static RecordingRules off(String setting) {
        return of(setting, RecordingRule.enabled(false));
    }

    static RecordingRules of(String setting, RecordingRule rule) {
        return merge(RecordingRules.UNDEFINED, setting, rule);
    }

    static RecordingRules of(String one, boolean oneOn, String other, boolean otherOn) {
        return merge(of(one, RecordingRule.enabled(oneOn)), other, RecordingRule.enabled(otherOn));
    }

    /** With one rule more. */
    static RecordingRules merge(RecordingRules rules, String setting, RecordingRule rule) {
        String network = setting.substring(setting.indexOf('.') + 1);
        return switch (setting.substring(0, setting.indexOf('.'))) {
            case "inbound" -> legs(rules, put(rules.inbound(), network, rule), rules.outbound(), rules.any());
            case "outbound" -> legs(rules, rules.inbound(), put(rules.outbound(), network, rule), rules.any());
            case "any" -> legs(rules, rules.inbound(), rules.outbound(), put(rules.any(), network, rule));
            default -> throw new IllegalArgumentException(setting);
        };
    }

    private static RecordingRules legs(
            RecordingRules rules, @Nullable LegRules inbound, @Nullable LegRules outbound, @Nullable LegRules any) {
        return new RecordingRules(
                inbound,
                outbound,
                any,
                rules.layout(),
                rules.pauses(),
                rules.redirected(),
                rules.audio(),
                rules.video(),
                rules.externalToExternal(),
                rules.seats(),
                rules.seat());
    }

    private static LegRules put(@Nullable LegRules leg, String network, RecordingRule rule) {
        LegRules before = leg == null ? new LegRules(null, null, null) : leg;
        return switch (network) {
            case "onnet" -> new LegRules(rule, before.offnet(), before.any());
            case "offnet" -> new LegRules(before.onnet(), rule, before.any());
            case "any" -> new LegRules(before.onnet(), before.offnet(), rule);
            default -> throw new IllegalArgumentException(network);
        };
    }
}
