package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.proxy.routing.Authentication;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An address, and who calls it.
 *
 * @param user part of the address
 * @param host part of the address
 */
public record Dialled(Dialler by, String user, String host) {

    /** Whose rights count for where an address leads. */
    public sealed interface Dialler {}

    /**
     * A device of the platform.
     *
     * @param user null when it is not known
     */
    public record Inside(Tenant tenant, @Nullable UserId user) implements Dialler {}

    /**
     * Somebody behind a trunk.
     *
     * @param served the tenant whose trunk it is; null when it leads to all of them
     */
    public record Outside(@Nullable TenantId served) implements Dialler {}

    /** Somebody whom a user of the tenant sends there: forwarded or transferred. */
    public record Sent(Tenant tenant) implements Dialler {}

    /** Empty when it is not known who it is. */
    static Optional<Dialled> by(Authentication sender, String user, String host) {
        return switch (sender) {
            case Authentication.Device(var tenant, var caller, var _) ->
                Optional.of(new Dialled(new Inside(tenant, caller.id()), user, host));
            case Authentication.Trunk(var trunk) -> Optional.of(new Dialled(new Outside(trunk.tenantId()), user, host));
            case Authentication.Challenge _, Authentication.Refused _ -> Optional.empty();
        };
    }
}
