package io.tapedeck.gateway.security;

import java.time.Instant;
import java.util.Optional;

/** Where the people who may log in are kept, with hashes of their passwords. */
public interface Accounts {

    /** Empty when there is no such account. */
    Optional<String> passwordHashOf(String username);

    /** Makes the account or gives it another password. */
    void store(String username, String passwordHash, Instant at);
}
