package io.tapedeck.gateway.rules;

import io.tapedeck.contracts.directory.RecordingRules;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where rules are kept, with everything they ever were. Each change is told to the other services, in order. */
public interface RulesStore {

    /**
     * One version of the rules of a scope.
     *
     * @param changedBy name of the caller
     */
    record Revision(long version, RecordingRules rules, Instant changedAt, String changedBy) {}

    /** Empty when nothing was ever set. */
    Optional<RulesDocument> find(RulesScope scope);

    /**
     * Puts rules in the place of those that are there.
     *
     * @param expected the version that is to be replaced; null for whatever is there
     * @throws io.tapedeck.gateway.problem.Refusal 412 when another version is there, 409 when the tenant has no seat left,
     *     422 when somebody else's feature codes are in the way
     */
    RulesDocument replace(RulesScope scope, RecordingRules rules, @Nullable Long expected, String changedBy);

    /**
     * Does the same, finds what would be refused, and undoes it.
     *
     * @param seats how many more of the tenant's seats count as taken
     * @throws io.tapedeck.gateway.problem.Refusal as for {@link #replace}
     */
    void rehearse(RulesScope scope, RecordingRules rules, long expected, int seats);

    /** The feature codes that count for those for whom these rules do, their own among them; teams the oldest first. */
    List<StandingCodes> codesAround(RulesScope scope);

    /** All versions, the newest first. */
    List<Revision> history(RulesScope scope, int limit);
}
