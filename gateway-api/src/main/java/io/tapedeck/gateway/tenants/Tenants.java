package io.tapedeck.gateway.tenants;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.gateway.access.Caller;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where tenants are kept. Each change is told to the other services, sooner or later, in order. */
public interface Tenants {

    /**
     * @throws io.tapedeck.gateway.problem.Refusal 409 when the domain is taken
     */
    void add(Tenant tenant);

    /**
     * @throws io.tapedeck.gateway.problem.Refusal 404 when it is not there, 409 when the domain is taken
     */
    void replace(Tenant tenant);

    /** Removes the tenant with its users, devices, trunks and API keys. False when it was not there. */
    boolean remove(TenantId id);

    Optional<Tenant> find(TenantId id);

    /**
     * The tenant, for a caller who may see it.
     *
     * @throws io.tapedeck.gateway.problem.Refusal 404
     */
    default Tenant require(Caller caller, TenantId id) {
        return caller.visible(find(id), Tenant::id, "tenant", id);
    }

    /**
     * Tenants in the order of their ids.
     *
     * @param only narrows the list to one tenant; null for all
     * @param after the id behind which the list begins; null for the first
     */
    List<Tenant> list(@Nullable TenantId only, @Nullable UUID after, int limit);
}
