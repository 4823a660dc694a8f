package io.tapedeck.proxy.routing;

import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.Party.Network;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Routes by the directory and by where devices are registered.
 *
 * <p>From a device: an extension, a device's user name or a number of the own tenant leads to all devices of that user
 * (nobody registered: 480). A domain of another tenant in the request URI reaches that tenant's numbers and nothing
 * else of it. Anything else leaves by a trunk: the longest prefix decides, the first enabled trunk that has it takes
 * the call (the tenant's own before the platform's, then the older); when they are all disabled or unusable, 503.
 *
 * <p>From a trunk: a number of the trunk's tenant, or of any tenant when the trunk is the platform's; or an extension
 * when the request URI names the tenant's domain.
 */
public final class DirectoryRouter implements Router {

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TEMPORARILY_UNAVAILABLE = 480;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int TRUNK_RETRY_SECONDS = 30;

    private final Directory directory;
    private final Function<DeviceId, List<Binding>> bindings;

    /**
     * @param bindings where a device can be reached now
     */
    public DirectoryRouter(Directory directory, Function<DeviceId, List<Binding>> bindings) {
        this.directory = directory;
        this.bindings = bindings;
    }

    @Override
    public Route route(
            Authentication sender, String requestUser, String requestHost, String fromUser, String fromDisplayName) {
        DirectorySnapshot now = directory.current();
        return switch (sender) {
            case Authentication.Device device -> fromDevice(now, device, requestUser, requestHost, fromDisplayName);
            case Authentication.Trunk(var trunk) ->
                fromTrunk(now, trunk, requestUser, requestHost, fromUser, fromDisplayName);
            case Authentication.Challenge _, Authentication.Refused _ -> refused(FORBIDDEN, "Forbidden", null);
        };
    }

    private Route fromDevice(
            DirectorySnapshot now, Authentication.Device sender, String dialled, String host, String displayName) {
        Tenant tenant = sender.tenant();
        Party caller = onnet(tenant, sender.user(), sender.device().id(), displayName);
        Tenant named = now.tenantByDomain(host);
        if (named != null && !named.id().equals(tenant.id())) {
            User stranger = now.userByNumber(named.id(), dialled);
            return stranger == null
                    ? notFound(internal(tenant, caller, Party.offnet(dialled)))
                    : ring(now, stranger, internal(tenant, caller, onnet(named, stranger)));
        }
        User colleague = colleague(now, tenant.id(), dialled);
        return colleague != null
                ? ring(now, colleague, internal(tenant, caller, onnet(tenant, colleague)))
                : byTrunk(now, tenant, caller, dialled);
    }

    private static @Nullable User colleague(DirectorySnapshot now, TenantId tenant, String dialled) {
        User byExtension = now.userByExtension(tenant, dialled);
        if (byExtension != null) {
            return byExtension;
        }
        var device = now.deviceByUsername(dialled);
        if (device != null && device.tenantId().equals(tenant)) {
            return now.user(device.userId());
        }
        return now.userByNumber(tenant, dialled);
    }

    private static Route.Attempt internal(Tenant tenant, Party caller, Party callee) {
        return new Route.Attempt(tenant, caller, callee, Direction.INTERNAL, "", "");
    }

    /** All devices of the user who is called. */
    private Route ring(DirectorySnapshot now, User user, Route.Attempt attempt) {
        List<Target> targets = devices(now, user, attempt.callee());
        return targets.isEmpty()
                ? refused(TEMPORARILY_UNAVAILABLE, "Temporarily Unavailable", attempt)
                : new Route.Forward(attempt, targets);
    }

    private Route byTrunk(DirectorySnapshot now, Tenant tenant, Party caller, String dialled) {
        List<DirectoryEvent.Trunk> trunks = now.trunksFor(tenant.id(), dialled);
        if (trunks.isEmpty() || dialled.isEmpty()) {
            return notFound(new Route.Attempt(tenant, caller, Party.offnet(dialled), Direction.OUT, "", ""));
        }
        return trunks.stream()
                .filter(DirectoryRouter::isUsable)
                .findFirst()
                .<Route>map(trunk -> {
                    Route.Attempt attempt = outward(tenant, caller, dialled, trunk);
                    var target = new Target(TargetUri.of(dialled, trunk), null, attempt.callee(), trunk, 1);
                    return new Route.Forward(attempt, List.of(target));
                })
                .orElseGet(() -> new Route.Refused(
                        SERVICE_UNAVAILABLE,
                        "Trunk Unavailable",
                        OptionalInt.of(TRUNK_RETRY_SECONDS),
                        outward(tenant, caller, dialled, trunks.getFirst())));
    }

    private static Route.Attempt outward(Tenant tenant, Party caller, String dialled, DirectoryEvent.Trunk trunk) {
        return new Route.Attempt(tenant, caller, offnet(dialled, "", trunk), Direction.OUT, "", trunk.name());
    }

    private static boolean isUsable(DirectoryEvent.Trunk trunk) {
        return trunk.enabled() && !trunk.host().isBlank();
    }

    private Route fromTrunk(
            DirectorySnapshot now,
            DirectoryEvent.Trunk trunk,
            String dialled,
            String host,
            String fromUser,
            String displayName) {
        Tenant named = now.tenantByDomain(host);
        User user = calledFromOutside(now, trunk.tenantId(), dialled, named);
        Tenant tenant = user == null ? hostOf(now, trunk, named) : now.tenant(user.tenantId());
        if (tenant == null) {
            return notFound(null);
        }
        Party caller = offnet(fromUser, displayName, trunk);
        Party callee = user == null ? Party.offnet(dialled) : onnet(tenant, user);
        var attempt = new Route.Attempt(tenant, caller, callee, Direction.IN, dialled, trunk.name());
        return user == null ? notFound(attempt) : ring(now, user, attempt);
    }

    private static @Nullable User calledFromOutside(
            DirectorySnapshot now, @Nullable TenantId owner, String dialled, @Nullable Tenant named) {
        if (named == null) {
            return now.userByNumber(owner, dialled);
        }
        if (owner != null && !owner.equals(named.id())) {
            return null;
        }
        User byNumber = now.userByNumber(named.id(), dialled);
        return byNumber != null ? byNumber : now.userByExtension(named.id(), dialled);
    }

    /** Whose call it is when nobody has the number; null where the platform's trunk names no tenant either. */
    private static @Nullable Tenant hostOf(DirectorySnapshot now, DirectoryEvent.Trunk trunk, @Nullable Tenant named) {
        TenantId owner = trunk.tenantId();
        return owner == null ? named : now.tenant(owner);
    }

    private List<Target> devices(DirectorySnapshot now, User user, Party callee) {
        return now.devicesOf(user.id()).stream()
                .flatMap(device -> bindings.apply(device.id()).stream())
                .sorted(Comparator.comparingDouble(Binding::q).reversed())
                .map(binding -> new Target(
                        binding.uri(), TargetUri.flowOf(binding), with(callee, binding.device()), null, binding.q()))
                .toList();
    }

    private static Party onnet(Tenant tenant, User user) {
        return onnet(tenant, user, null, user.displayName());
    }

    private static Party onnet(Tenant tenant, User user, @Nullable DeviceId device, String displayName) {
        String name = displayName.isEmpty() ? user.displayName() : displayName;
        return new Party(Network.ONNET, user.extension(), name, tenant.domain(), user.id(), device, null);
    }

    private static Party with(Party user, DeviceId device) {
        return new Party(user.network(), user.number(), user.displayName(), user.domain(), user.userId(), device, null);
    }

    private static Party offnet(String number, String displayName, DirectoryEvent.Trunk trunk) {
        return new Party(Network.OFFNET, number, displayName, trunk.host(), null, null, trunk.id());
    }

    private static Route notFound(Route.@Nullable Attempt attempt) {
        return refused(NOT_FOUND, "Not Found", attempt);
    }

    private static Route refused(int statusCode, String reason, Route.@Nullable Attempt attempt) {
        return new Route.Refused(statusCode, reason, OptionalInt.empty(), attempt);
    }
}
