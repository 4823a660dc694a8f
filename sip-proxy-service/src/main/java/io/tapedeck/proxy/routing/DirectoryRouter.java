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
            case Authentication.Challenge _, Authentication.Refused _ -> refused(FORBIDDEN, "Forbidden");
        };
    }

    private Route fromDevice(
            DirectorySnapshot now, Authentication.Device sender, String dialled, String host, String displayName) {
        Party caller = onnet(sender.tenant(), sender.user(), sender.device().id(), displayName);
        Tenant named = now.tenantByDomain(host);
        if (named != null && !named.id().equals(sender.tenant().id())) {
            User stranger = now.userByNumber(named.id(), dialled);
            return stranger == null ? notFound() : internal(now, sender, caller, named, stranger);
        }
        User colleague = colleague(now, sender.tenant().id(), dialled);
        return colleague != null
                ? internal(now, sender, caller, sender.tenant(), colleague)
                : byTrunk(now, sender.tenant(), caller, dialled);
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

    private Route internal(
            DirectorySnapshot now, Authentication.Device sender, Party caller, Tenant calleeTenant, User user) {
        Party callee = onnet(calleeTenant, user, null, user.displayName());
        List<Target> targets = devices(now, user, callee);
        return targets.isEmpty()
                ? unreachable()
                : new Route.Forward(sender.tenant(), caller, callee, Direction.INTERNAL, "", "", targets);
    }

    private Route byTrunk(DirectorySnapshot now, Tenant tenant, Party caller, String dialled) {
        List<DirectoryEvent.Trunk> trunks = now.trunksFor(tenant.id(), dialled);
        if (trunks.isEmpty() || dialled.isEmpty()) {
            return notFound();
        }
        return trunks.stream()
                .filter(DirectoryRouter::isUsable)
                .findFirst()
                .<Route>map(trunk -> {
                    Party callee = offnet(dialled, "", trunk);
                    var target = new Target(TargetUri.of(dialled, trunk), null, callee, trunk, 1);
                    return new Route.Forward(tenant, caller, callee, Direction.OUT, "", trunk.name(), List.of(target));
                })
                .orElseGet(() -> new Route.Refused(
                        SERVICE_UNAVAILABLE, "Trunk Unavailable", OptionalInt.of(TRUNK_RETRY_SECONDS)));
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
        User user = calledFromOutside(now, trunk.tenantId(), dialled, host);
        Tenant tenant = user == null ? null : now.tenant(user.tenantId());
        if (user == null || tenant == null) {
            return notFound();
        }
        Party callee = onnet(tenant, user, null, user.displayName());
        List<Target> targets = devices(now, user, callee);
        return targets.isEmpty()
                ? unreachable()
                : new Route.Forward(
                        tenant,
                        offnet(fromUser, displayName, trunk),
                        callee,
                        Direction.IN,
                        dialled,
                        trunk.name(),
                        targets);
    }

    private static @Nullable User calledFromOutside(
            DirectorySnapshot now, @Nullable TenantId owner, String dialled, String host) {
        Tenant named = now.tenantByDomain(host);
        if (named == null) {
            return now.userByNumber(owner, dialled);
        }
        if (owner != null && !owner.equals(named.id())) {
            return null;
        }
        User byNumber = now.userByNumber(named.id(), dialled);
        return byNumber != null ? byNumber : now.userByExtension(named.id(), dialled);
    }

    private List<Target> devices(DirectorySnapshot now, User user, Party callee) {
        return now.devicesOf(user.id()).stream()
                .flatMap(device -> bindings.apply(device.id()).stream())
                .sorted(Comparator.comparingDouble(Binding::q).reversed())
                .map(binding -> new Target(
                        binding.uri(), TargetUri.flowOf(binding), with(callee, binding.device()), null, binding.q()))
                .toList();
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

    private static Route notFound() {
        return refused(NOT_FOUND, "Not Found");
    }

    private static Route unreachable() {
        return refused(TEMPORARILY_UNAVAILABLE, "Temporarily Unavailable");
    }

    private static Route refused(int statusCode, String reason) {
        return new Route.Refused(statusCode, reason, OptionalInt.empty());
    }
}
