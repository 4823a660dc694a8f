package io.tapedeck.gateway.teams;

import io.tapedeck.contracts.TeamId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.DirectoryEvent.Team;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where teams are kept. Each change is told to the other services, sooner or later, in order. */
public interface Teams {

    /**
     * @throws io.tapedeck.gateway.problem.Refusal 404 when the tenant is not there, 409 when the name is taken in it, 422
     *     when a member is no user of the tenant
     */
    void add(Team team);

    /**
     * @throws io.tapedeck.gateway.problem.Refusal as for {@link #add}
     */
    void replace(Team team);

    /** Removes the team and its rules. False when it was not there. */
    boolean remove(TeamId id);

    Optional<Team> find(TeamId id);

    /** Teams of a tenant in the order of their ids, behind {@code after}. */
    List<Team> list(TenantId tenant, @Nullable UUID after, int limit);
}
