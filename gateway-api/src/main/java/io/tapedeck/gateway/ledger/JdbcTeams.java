package io.tapedeck.gateway.ledger;

import io.tapedeck.contracts.TeamId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.Team;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Fault;
import io.tapedeck.gateway.teams.Teams;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Teams in PostgreSQL. */
@Repository
class JdbcTeams implements Teams {

    private final JdbcClient jdbc;
    private final Journal journal;
    private final Writes writes;
    private final RulesRemoval rules;

    JdbcTeams(JdbcClient jdbc, Journal journal, Writes writes, RulesRemoval rules) {
        this.jdbc = jdbc;
        this.journal = journal;
        this.writes = writes;
        this.rules = rules;
    }

    @Override
    public void add(Team team) {
        writes.run(() -> {
            requireMembers(team);
            var _ = store(
                    "insert into directory.teams (id, tenant_id, name, members) values (:id, :tenant, :name, :members)",
                    team);
            journal.tell(team.id().value(), team);
        });
    }

    @Override
    public void replace(Team team) {
        writes.run(() -> {
            requireMembers(team);
            int changed = store(
                    "update directory.teams set name = :name, members = :members where id = :id and tenant_id = :tenant",
                    team);
            if (changed == 0) {
                throw Refusal.notFound("team", team.id());
            }
            journal.tell(team.id().value(), team);
        });
    }

    private int store(String sql, Team team) {
        return jdbc.sql(sql)
                .param("id", team.id().value())
                .param("tenant", team.tenantId().value())
                .param("name", team.name())
                .param("members", members(team))
                .update();
    }

    private void requireMembers(Team team) {
        Set<UUID> known = jdbc.sql("select id from directory.users where tenant_id = :tenant and id = any(:members)")
                .param("tenant", team.tenantId().value())
                .param("members", members(team))
                .query(UUID.class)
                .set();
        for (int i = 0; i < team.members().size(); i++) {
            if (!known.contains(team.members().get(i).value())) {
                throw Refusal.invalid(List.of(new Fault("/members/" + i, "The tenant has no such user.")));
            }
        }
    }

    private static UUID[] members(Team team) {
        return team.members().stream().map(UserId::value).toArray(UUID[]::new);
    }

    @Override
    public boolean remove(TeamId id) {
        return writes.get(() -> {
            int removed = jdbc.sql("delete from directory.teams where id = :id")
                    .param("id", id.value())
                    .update();
            if (removed > 0) {
                rules.remove(List.of(id.value()));
                journal.forget(id.value());
            }
            return removed > 0;
        });
    }

    @Override
    public Optional<Team> find(TeamId id) {
        return jdbc.sql("select * from directory.teams where id = :id")
                .param("id", id.value())
                .query(JdbcTeams::team)
                .optional();
    }

    @Override
    public List<Team> list(TenantId tenant, @Nullable UUID after, int limit) {
        return jdbc.sql("""
                select * from directory.teams
                where tenant_id = :tenant and (cast(:after as uuid) is null or id > :after)
                order by id limit :limit
                """)
                .param("tenant", tenant.value())
                .param("after", after)
                .param("limit", limit)
                .query(JdbcTeams::team)
                .list();
    }

    static Team team(ResultSet row, int number) throws SQLException {
        UUID[] members = (UUID[]) row.getArray("members").getArray();
        return new Team(
                new TeamId(Columns.id(row, "id")),
                new TenantId(Columns.id(row, "tenant_id")),
                row.getString("name"),
                Stream.of(members).map(UserId::new).toList());
    }
}
