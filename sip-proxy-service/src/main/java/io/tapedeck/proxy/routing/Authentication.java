package io.tapedeck.proxy.routing;

import io.tapedeck.contracts.directory.DirectoryEvent;
import java.util.List;

/** What came of authenticating one request. */
public sealed interface Authentication {

    /** A device proved that it knows its password. All three are enabled. */
    record Device(DirectoryEvent.Tenant tenant, DirectoryEvent.User user, DirectoryEvent.Device device)
            implements Authentication {}

    /** The request came from an address of this trunk. The trunk, and its tenant if it has one, are enabled. */
    record Trunk(DirectoryEvent.Trunk trunk) implements Authentication {}

    /**
     * The sender is to prove itself.
     *
     * @param challenges header values for WWW-Authenticate (REGISTER, status 401) or Proxy-Authenticate (others, 407);
     *     one header each, in this order (RFC 8760, 2.4)
     */
    record Challenge(List<String> challenges) implements Authentication {

        public Challenge {
            challenges = List.copyOf(challenges);
        }
    }

    /**
     * The sender answered a challenge and is not who it claims to be.
     *
     * @param failure for the operator; the sender must not learn it
     */
    record Refused(int statusCode, String reason, Failure failure) implements Authentication {}

    /** Why credentials prove nothing. */
    enum Failure {
        /** No enabled device has that name. */
        UNKNOWN_USER,
        WRONG_PASSWORD,
        /** The answer leaves out what protects it from being replayed. */
        UNPROTECTED
    }
}
