package io.tapedeck.gateway.security;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import java.time.Instant;
import java.util.Optional;

/** Where the people who may log in are kept, with hashes of their passwords. */
public interface Accounts {

    /**
     * A user of a tenant who may log in.
     *
     * @param since when they were given this password
     */
    record Member(UserId user, TenantId tenant, String passwordHash, Instant since) {}

    /** Empty when there is no such administrator. */
    Optional<String> passwordHashOf(String username);

    /** Makes the account or gives it another password. */
    void store(String username, String passwordHash, Instant at);

    /**
     * A user with a password, who is enabled in a tenant that is.
     *
     * @param domain in lower case
     */
    Optional<Member> member(String extension, String domain);

    /** When the user was given the password; empty for who may not log in, or whose tenant is disabled. */
    Optional<Instant> loginOf(UserId user);

    /** Lets the user log in by this password. */
    void store(UserId user, String passwordHash, Instant at);

    /** False when the user could not log in anyway. */
    boolean removeMember(UserId user);
}
