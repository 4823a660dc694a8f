package io.tapedeck.gateway.teams;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tapedeck.contracts.TeamId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.Team;
import io.tapedeck.gateway.validation.Checks;
import io.tapedeck.gateway.validation.TextRule;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A team as it is written by people. */
@Schema(
        name = "TeamRequest",
        requiredProperties = {"name"})
record TeamBody(
        @Schema(description = "Unique in the tenant", example = "Sales") @Nullable
        String name,

        @Schema(description = "Ids of users of the tenant") @Nullable
        List<@Nullable UUID> members) {

    private static final int MEMBERS_MAXIMUM = 10_000;

    /** The team that is meant; refuses what is wrong with it. */
    Team toTeam(TeamId id, TenantId tenant) {
        var checks = new Checks();
        String checked = checks.required("/name", name, TextRule.NAME);
        List<UserId> users = members(checks);
        checks.refuseIfAny();
        return new Team(id, tenant, checked, users);
    }

    private List<UserId> members(Checks checks) {
        if (members == null) {
            return List.of();
        }
        if (members.size() > MEMBERS_MAXIMUM) {
            checks.fault("/members", "Must have at most " + MEMBERS_MAXIMUM + " entries.");
            return List.of();
        }
        if (members.contains(null)) {
            checks.fault("/members/" + members.indexOf(null), "Must be given.");
        }
        return members.stream()
                .filter(Objects::nonNull)
                .distinct()
                .map(UserId::new)
                .toList();
    }
}
