package io.tapedeck.gateway.forwarding;

import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.contracts.directory.ForwardingRules;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the forwarding of users is kept. Each change is told to the other services, in order. */
public interface ForwardingStore {

    /**
     * One version of the forwarding of a user.
     *
     * @param changedBy name of the caller
     */
    record Revision(long version, ForwardingRules rules, Instant changedAt, String changedBy) {}

    /** Empty when nothing was ever set. */
    Optional<ForwardingDocument> find(UserId user);

    /**
     * Puts rules in the place of those that are there.
     *
     * @param expected the version that is to be replaced; null for whatever is there
     * @throws io.tapedeck.gateway.problem.Refusal 412 when another version is there
     */
    ForwardingDocument replace(User user, ForwardingRules rules, @Nullable Long expected, String changedBy);

    /** All versions, the newest first. */
    List<Revision> history(UserId user, int limit);
}
