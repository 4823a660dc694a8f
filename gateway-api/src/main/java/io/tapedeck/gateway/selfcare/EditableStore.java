package io.tapedeck.gateway.selfcare;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where tenants keep what their users may change: by access role, and for everybody without one. */
public interface EditableStore {

    /** Names no role: what holds for users without one. */
    String EVERYBODY = "";

    /**
     * @param users who have it
     */
    record AccessRole(String name, Editable editable, int users) {}

    /** {@link Editable#NOTHING} while nothing was ever set. */
    Editable find(TenantId tenant);

    /** What the access role of a user says; without a role, what holds for everybody. */
    Editable of(TenantId tenant, UserId user);

    Optional<AccessRole> role(TenantId tenant, String name);

    /** In the order of their names. */
    List<AccessRole> roles(TenantId tenant);

    /**
     * @param role a name, which may be new, or {@link #EVERYBODY}
     * @param expected the version that is to be replaced; null for whatever is there
     * @throws io.tapedeck.gateway.problem.Refusal 412 when another version is there
     */
    Editable replace(TenantId tenant, String role, List<String> editable, @Nullable Long expected, String changedBy);

    /**
     * False when it was not there.
     *
     * @throws io.tapedeck.gateway.problem.Refusal 409 while users have it
     */
    boolean removeRole(TenantId tenant, String name);

    /** Empty for a user without one. */
    Optional<String> roleOf(UserId user);

    /**
     * @param role null to take the role away
     * @return false when the tenant has no such role
     */
    boolean assign(TenantId tenant, UserId user, @Nullable String role);
}
