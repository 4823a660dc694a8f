package io.tapedeck.standalone.bench.policy;

import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.TeamId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.contracts.directory.DirectoryEvent.Device;
import io.tapedeck.contracts.directory.DirectoryEvent.Rules;
import io.tapedeck.contracts.directory.DirectoryEvent.Team;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.contracts.directory.LegRules;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRule;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.contracts.directory.RecordingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Tenants of a hundred users in ten teams; everybody has a phone, a number and rules of their own. */
final class LargeDirectory {

    static final int USERS_PER_TENANT = 100;
    private static final int TEAMS = 10;

    private final List<DirectoryEvent> entities = new ArrayList<>();
    private final List<User> users = new ArrayList<>();

    LargeDirectory(int users) {
        for (int tenant = 0; tenant * USERS_PER_TENANT < users; tenant++) {
            addTenant(tenant, Math.min(USERS_PER_TENANT, users - tenant * USERS_PER_TENANT));
        }
    }

    List<DirectoryEvent> entities() {
        return entities;
    }

    List<User> users() {
        return users;
    }

    List<Rules> rules() {
        return entities.stream()
                .filter(Rules.class::isInstance)
                .map(Rules.class::cast)
                .toList();
    }

    private void addTenant(int number, int size) {
        var tenant = new Tenant(
                new TenantId(id(1, number)), "Tenant " + number, number + ".example", true, RecordingSettings.DEFAULT);
        entities.add(tenant);
        rules(number, RecordingLevel.TENANT, tenant.id().value(), number % 2 == 0);
        List<User> own = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            own.add(user(tenant, number * USERS_PER_TENANT + i));
        }
        for (int team = 0; team < TEAMS; team++) {
            team(tenant, number * TEAMS + team, own.subList(size * team / TEAMS, size * (team + 1) / TEAMS));
        }
        users.addAll(own);
    }

    private User user(Tenant tenant, int number) {
        var user = new User(
                new UserId(id(2, number)),
                tenant.id(),
                "1" + number % USERS_PER_TENANT,
                "User " + number,
                List.of("49301" + number),
                true);
        entities.add(user);
        entities.add(new Device(
                new DeviceId(id(3, number)),
                tenant.id(),
                user.id(),
                "desk",
                "user" + number,
                "0".repeat(32),
                "0".repeat(64),
                true));
        rules(number, RecordingLevel.USER, user.id().value(), number % 3 == 0);
        return user;
    }

    private void team(Tenant tenant, int number, List<User> members) {
        var team = new Team(
                new TeamId(id(4, number)),
                tenant.id(),
                "Team " + number,
                members.stream().map(User::id).toList());
        entities.add(team);
        rules(number, RecordingLevel.TEAM, team.id().value(), number % 2 == 1);
    }

    private void rules(int number, RecordingLevel level, UUID scope, boolean enabled) {
        var legs = new LegRules(null, RecordingRule.enabled(enabled), null);
        var said = new RecordingRules(legs, legs, null, null, null, null, null, null, null, null, null);
        entities.add(new Rules(id(5 + List.of(RecordingLevel.values()).indexOf(level), number), level, scope, 1, said));
    }

    private static UUID id(int kind, int number) {
        return new UUID(0x0199_a000_0000_7000L + kind, 0x8000_0000_0000_0000L + number);
    }
}
