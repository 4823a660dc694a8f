package io.tapedeck.gateway.rules;

import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.TeamId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.Device;
import io.tapedeck.contracts.directory.DirectoryEvent.Team;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.contracts.directory.LegRules;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRule;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.contracts.directory.RecordingSettings;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.devices.Devices;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Reason;
import io.tapedeck.gateway.teams.Teams;
import io.tapedeck.gateway.tenants.Tenants;
import io.tapedeck.gateway.users.Users;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Finds what an address of a settings document is for. */
@Component
class RulesScopes {

    private final Tenants tenants;
    private final Teams teams;
    private final Users users;
    private final Devices devices;

    RulesScopes(Tenants tenants, Teams teams, Users users, Devices devices) {
        this.tenants = tenants;
        this.teams = teams;
        this.users = users;
        this.devices = devices;
    }

    /**
     * The scope, if it is there and the caller may see it.
     *
     * @param ids the variable of the address, by its name; empty for the platform
     * @throws Refusal 403 or 404
     */
    RulesScope visible(Caller caller, Map<String, String> ids) {
        if (ids.isEmpty()) {
            caller.requirePlatform();
            return RulesScope.PLATFORM;
        }
        var variable = ids.entrySet().iterator().next();
        return visible(caller, variable.getKey(), id(variable.getValue()));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException noId) {
            throw Refusal.of(Reason.NOT_FOUND, "There is nothing at this address: an id is a UUID.");
        }
    }

    private RulesScope visible(Caller caller, String variable, UUID id) {
        return switch (variable) {
            case "tenantId" ->
                new RulesScope(
                        RecordingLevel.TENANT,
                        id,
                        caller.visible(tenant(id), Tenant::id, "tenant", id).id());
            case "teamId" ->
                new RulesScope(
                        RecordingLevel.TEAM,
                        id,
                        caller.visible(teams.find(new TeamId(id)), Team::tenantId, "team", id)
                                .tenantId());
            case "userId" ->
                new RulesScope(
                        RecordingLevel.USER,
                        id,
                        caller.visible(users.find(new UserId(id)), User::tenantId, "user", id)
                                .tenantId());
            case "deviceId" ->
                new RulesScope(
                        RecordingLevel.DEVICE,
                        id,
                        caller.visible(devices.find(new DeviceId(id)), Device::tenantId, "device", id)
                                .tenantId());
            default -> throw new IllegalStateException("no scope has an id " + variable);
        };
    }

    /** What holds while nothing is set: a tenant was created with something, all others with nothing. */
    RecordingRules original(RulesScope scope) {
        UUID id = scope.id();
        return scope.level() == RecordingLevel.TENANT && id != null
                ? tenant(id).map(Tenant::recording).map(RulesScopes::rules).orElse(RecordingRules.UNDEFINED)
                : RecordingRules.UNDEFINED;
    }

    private Optional<Tenant> tenant(UUID id) {
        return tenants.find(new TenantId(id));
    }

    private static RecordingRules rules(RecordingSettings said) {
        var rule = RecordingRule.of(said.enabled(), said.format(), said.deliverTo());
        return new RecordingRules(
                null, null, new LegRules(null, null, rule), said.layout(), null, null, null, null, null, null, null);
    }
}
