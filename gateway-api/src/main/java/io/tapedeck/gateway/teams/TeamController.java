package io.tapedeck.gateway.teams;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.TeamId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.DirectoryEvent.Team;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.identifiers.FreshIds;
import io.tapedeck.gateway.paging.Page;
import io.tapedeck.gateway.paging.PageRequest;
import io.tapedeck.gateway.paging.PageResponse;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.tenants.Tenants;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** REST: teams. One of them has two addresses, with and without its tenant in front. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Teams", description = "Users of a tenant for whom something is set at once")
class TeamController {

    private final Teams teams;
    private final Tenants tenants;
    private final FreshIds ids;

    TeamController(Teams teams, Tenants tenants, FreshIds ids) {
        this.teams = teams;
        this.tenants = tenants;
        this.ids = ids;
    }

    @GetMapping("/tenants/{tenantId}/teams")
    @Operation(summary = "List a tenant's teams, oldest first")
    ResponseEntity<Page<TeamView>> list(
            Caller caller,
            @PathVariable TenantId tenantId,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request) {
        PageRequest page = PageRequest.of(limit, cursor);
        tenants.require(caller, tenantId);
        return PageResponse.read(
                page,
                (after, rows) -> teams.list(tenantId, after, rows),
                team -> team.id().value(),
                TeamView::of,
                request);
    }

    @PostMapping("/tenants/{tenantId}/teams")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Create a team")
    ResponseEntity<TeamView> create(Caller caller, @PathVariable TenantId tenantId, @RequestBody TeamBody body) {
        tenants.require(caller, tenantId);
        var team = body.toTeam(new TeamId(ids.next()), tenantId);
        teams.add(team);
        return ResponseEntity.created(URI.create("/api/v1/teams/" + team.id())).body(TeamView.of(team));
    }

    @GetMapping({"/teams/{id}", "/tenants/{tenantId}/teams/{id}"})
    @Operation(summary = "Show a team")
    TeamView show(Caller caller, @PathVariable(required = false) @Nullable TenantId tenantId, @PathVariable TeamId id) {
        return TeamView.of(visible(caller, tenantId, id));
    }

    @PutMapping({"/teams/{id}", "/tenants/{tenantId}/teams/{id}"})
    @Operation(summary = "Replace a team's data; what is left out takes its default")
    TeamView replace(
            Caller caller,
            @PathVariable(required = false) @Nullable TenantId tenantId,
            @PathVariable TeamId id,
            @RequestBody TeamBody body) {
        var team = body.toTeam(id, visible(caller, tenantId, id).tenantId());
        teams.replace(team);
        return TeamView.of(team);
    }

    @DeleteMapping({"/teams/{id}", "/tenants/{tenantId}/teams/{id}"})
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a team and its recording rules; its members stay")
    void delete(Caller caller, @PathVariable(required = false) @Nullable TenantId tenantId, @PathVariable TeamId id) {
        visible(caller, tenantId, id);
        if (!teams.remove(id)) {
            throw Refusal.notFound("team", id);
        }
    }

    private Team visible(Caller caller, @Nullable TenantId tenantId, TeamId id) {
        var found = teams.find(id).filter(team -> tenantId == null || tenantId.equals(team.tenantId()));
        return caller.visible(found, Team::tenantId, "team", id);
    }
}
