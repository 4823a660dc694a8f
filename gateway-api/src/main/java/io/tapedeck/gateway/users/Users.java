package io.tapedeck.gateway.users;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where users are kept. Each change is told to the other services, sooner or later, in order. */
public interface Users {

    /**
     * @throws io.tapedeck.gateway.problem.Refusal 404 when the tenant is not there, 409 when the extension is taken in
     *     the tenant or a number anywhere
     */
    void add(User user);

    /**
     * @throws io.tapedeck.gateway.problem.Refusal as for {@link #add}
     */
    void replace(User user);

    /** Removes the user and its devices. False when it was not there. */
    boolean remove(UserId id);

    Optional<User> find(UserId id);

    /** Users of a tenant in the order of their ids, behind {@code after}. */
    List<User> list(TenantId tenant, @Nullable UUID after, int limit);
}
