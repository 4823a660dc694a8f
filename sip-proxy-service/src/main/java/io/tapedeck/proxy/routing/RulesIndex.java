package io.tapedeck.proxy.routing;

import io.tapedeck.contracts.TeamId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.Rules;
import io.tapedeck.contracts.directory.DirectoryEvent.Team;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Recording rules by what they are for, and teams by their members. */
final class RulesIndex {

    private final Map<Scope, RecordingRules> rules;
    private final Map<UserId, List<TeamId>> teams = new HashMap<>();

    /**
     * @param rules where two are for the same, the later one in the list wins
     * @param teams the oldest first
     */
    RulesIndex(List<Rules> rules, List<Team> teams) {
        this.rules = HashMap.newHashMap(rules.size());
        rules.forEach(rule -> this.rules.put(new Scope(rule.level(), rule.scope()), rule.recording()));
        for (Team team : teams) {
            team.members()
                    .forEach(member -> this.teams
                            .computeIfAbsent(member, _ -> new ArrayList<>(1))
                            .add(team.id()));
        }
    }

    @Nullable
    RecordingRules find(RecordingLevel level, @Nullable UUID scope) {
        return rules.get(new Scope(level, scope));
    }

    List<TeamId> teamsOf(UserId user) {
        return teams.getOrDefault(user, List.of());
    }

    private record Scope(RecordingLevel level, @Nullable UUID id) {}
}
