package io.tapedeck.gateway.teams;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.Team;
import java.util.List;
import java.util.UUID;

/** A team as it is shown. */
@Schema(name = "Team")
record TeamView(UUID id, UUID tenantId, String name, List<UUID> members) {

    static TeamView of(Team team) {
        return new TeamView(
                team.id().value(),
                team.tenantId().value(),
                team.name(),
                team.members().stream().map(UserId::value).toList());
    }
}
