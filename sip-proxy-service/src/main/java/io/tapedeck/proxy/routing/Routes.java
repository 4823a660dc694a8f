package io.tapedeck.proxy.routing;

import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.Party.Network;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Who calls whom, in the words of routes. */
final class Routes {

    private static final int NOT_FOUND = 404;
    private static final int LOOP_DETECTED = 482;

    private Routes() {}

    static Route loop() {
        return refused(LOOP_DETECTED, "Loop Detected", null);
    }

    static Route.Attempt internal(Tenant tenant, Party caller, Party callee) {
        return new Route.Attempt(tenant, caller, callee, Direction.INTERNAL, "", "");
    }

    static Route.Attempt outward(Tenant tenant, Party caller, String dialled, DirectoryEvent.Trunk trunk) {
        return new Route.Attempt(tenant, caller, offnet(dialled, "", trunk), Direction.OUT, "", trunk.name());
    }

    static Party onnet(Tenant tenant, User user) {
        return onnet(tenant, user, null, user.displayName());
    }

    static Party onnet(Tenant tenant, User user, @Nullable DeviceId device, String displayName) {
        String name = displayName.isEmpty() ? user.displayName() : displayName;
        return new Party(Network.ONNET, user.extension(), name, tenant.domain(), user.id(), device, null);
    }

    static Party with(Party user, DeviceId device) {
        return new Party(user.network(), user.number(), user.displayName(), user.domain(), user.userId(), device, null);
    }

    static Party offnet(String number, String displayName, DirectoryEvent.Trunk trunk) {
        return new Party(Network.OFFNET, number, displayName, trunk.host(), null, null, trunk.id());
    }

    static Route notFound(Route.@Nullable Attempt attempt) {
        return refused(NOT_FOUND, "Not Found", attempt);
    }

    static Route refused(int statusCode, String reason, Route.@Nullable Attempt attempt) {
        return new Route.Refused(statusCode, reason, OptionalInt.empty(), attempt);
    }

    static Route loop(Route.Attempt attempt) {
        return refused(LOOP_DETECTED, "Loop Detected", attempt);
    }
}
