package io.tapedeck.gateway.access;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Reason;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking.
 *
 * @param name as it stands in the audit log, such as {@code admin} or {@code key:reporting}
 * @param tenant the one tenant whose data this caller may see; null for the whole platform
 * @param user who has only what is their own; null for an administrator or a program
 * @param loginSince when the user was given the password of this login; null for others
 */
public record Caller(
        String name,
        @Nullable UUID tenant,
        @Nullable UUID user,
        @Nullable Instant loginSince) implements Serializable {

    public static Caller platform(String name) {
        return new Caller(name, null, null, null);
    }

    public static Caller of(String name, @Nullable TenantId tenant) {
        return new Caller(name, tenant == null ? null : tenant.value(), null, null);
    }

    public static Caller user(String name, TenantId tenant, UserId user, Instant loginSince) {
        return new Caller(name, tenant.value(), user.value(), loginSince);
    }

    /**
     * The user who asks.
     *
     * @throws Refusal 403 for others
     */
    public UserId requireUser() {
        if (user == null) {
            throw Refusal.of(Reason.FORBIDDEN, "Only users of a tenant have options of their own.");
        }
        return new UserId(user);
    }

    /** Whether this caller administers the platform with all its tenants. */
    public boolean isPlatform() {
        return tenant == null;
    }

    /** Whether this caller has only what is their own. */
    public boolean isUser() {
        return user != null;
    }

    /** The tenant to which every question of this caller is narrowed; null for none. */
    public @Nullable TenantId scope() {
        return tenant == null ? null : new TenantId(tenant);
    }

    /**
     * Refuses callers of a tenant.
     *
     * @throws Refusal 403
     */
    public void requirePlatform() {
        if (!isPlatform()) {
            throw Refusal.of(Reason.FORBIDDEN, "Only a caller of the platform may do this, not one of a tenant.");
        }
    }

    /** Whether data of that owner may be shown. What belongs to no tenant is the platform's. */
    public boolean sees(@Nullable TenantId owner) {
        return tenant == null || (owner != null && tenant.equals(owner.value()));
    }

    /**
     * The thing, if it is there and the caller may see it. A stranger's thing is refused like one that is not there, so
     * that ids cannot be guessed.
     *
     * @throws Refusal 404
     */
    public <T> T visible(Optional<T> thing, Function<T, @Nullable TenantId> owner, String kind, Object id) {
        return thing.filter(found -> sees(owner.apply(found))).orElseThrow(() -> Refusal.notFound(kind, id));
    }

    /**
     * The tenant a list is narrowed to.
     *
     * @param asked what the query asked for; null for all that the caller may see
     */
    public @Nullable TenantId narrow(@Nullable TenantId asked) {
        if (asked != null && !sees(asked)) {
            throw Refusal.notFound("tenant", asked);
        }
        return isPlatform() ? asked : scope();
    }
}
