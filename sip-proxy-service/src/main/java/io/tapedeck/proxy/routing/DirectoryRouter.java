package io.tapedeck.proxy.routing;

import static io.tapedeck.proxy.routing.Routes.internal;
import static io.tapedeck.proxy.routing.Routes.loop;
import static io.tapedeck.proxy.routing.Routes.notFound;
import static io.tapedeck.proxy.routing.Routes.offnet;
import static io.tapedeck.proxy.routing.Routes.onnet;
import static io.tapedeck.proxy.routing.Routes.outward;
import static io.tapedeck.proxy.routing.Routes.refused;
import static io.tapedeck.proxy.routing.Routes.with;

import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.contracts.directory.ForwardingRules;
import io.tapedeck.contracts.directory.ForwardingRules.Destination;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
    private static final int TEMPORARILY_UNAVAILABLE = 480;
    private static final int SERVICE_UNAVAILABLE = 503;

    /** About four rings, as phone companies have it. */
    private static final int RING_SECONDS = 20;

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

    @Override
    public Route onBehalf(UserId user, Party caller, String number, String host) {
        DirectorySnapshot now = directory.current();
        User sending = now.user(user);
        Tenant tenant = sending == null ? null : now.tenant(sending.tenantId());
        return tenant == null
                ? refused(FORBIDDEN, "Forbidden", null)
                : within(now, tenant, caller, number, host, List.of());
    }

    @Override
    public Optional<Route> divert(Party caller, Target called, Diversion.Reason why) {
        DirectorySnapshot now = directory.current();
        User user = owner(now, called);
        if (user == null) {
            return Optional.empty();
        }
        ForwardingRules rules = now.forwarding(user.id());
        Destination next = switch (why) {
            case ALWAYS -> rules.always();
            case BUSY -> rules.busy();
            case NO_ANSWER -> rules.noAnswer();
            case UNAVAILABLE -> rules.unavailable();
            case DEFLECTION -> null;
        };
        return next == null ? Optional.empty() : Optional.of(divert(now, user, caller, called.diversions(), next, why));
    }

    @Override
    public Optional<Route> deflect(Party caller, Target called, String number, String host) {
        DirectorySnapshot now = directory.current();
        User user = owner(now, called);
        Tenant tenant = user == null ? null : now.tenant(user.tenantId());
        return user == null || tenant == null
                ? Optional.empty()
                : Diversions.and(called.diversions(), onnet(tenant, user), Diversion.Reason.DEFLECTION)
                        .map(chain -> within(now, tenant, caller, number, host, chain))
                        .or(() -> Optional.of(loop()));
    }

    @Override
    public Optional<Duration> ringsFor(Target called) {
        DirectorySnapshot now = directory.current();
        User user = owner(now, called);
        Destination next = user == null ? null : now.forwarding(user.id()).noAnswer();
        return Optional.ofNullable(next)
                .map(Destination::afterSeconds)
                .or(() -> next == null ? Optional.empty() : Optional.of(RING_SECONDS))
                .map(Duration::ofSeconds);
    }

    private static @Nullable User owner(DirectorySnapshot now, Target called) {
        UserId user = called.party().userId();
        return user == null ? null : now.user(user);
    }

    private Route divert(
            DirectorySnapshot now,
            User by,
            Party caller,
            List<Diversion> before,
            Destination next,
            Diversion.Reason why) {
        Tenant tenant = now.tenant(by.tenantId());
        if (tenant == null) {
            return notFound(null);
        }
        Optional<List<Diversion>> chain = Diversions.and(before, onnet(tenant, by), why);
        if (chain.isEmpty()) {
            return loop();
        }
        UserId named = next.userId();
        if (named == null) {
            return within(now, tenant, caller, String.valueOf(next.number()), tenant.domain(), chain.get());
        }
        User user = now.user(named);
        return user == null || !user.tenantId().equals(tenant.id())
                ? notFound(internal(tenant, caller, Party.offnet("")))
                : ring(now, user, internal(tenant, caller, onnet(tenant, user)), chain.get());
    }

    private Route fromDevice(
            DirectorySnapshot now, Authentication.Device sender, String dialled, String host, String displayName) {
        Party caller = onnet(sender.tenant(), sender.user(), sender.device().id(), displayName);
        return within(now, sender.tenant(), caller, dialled, host, List.of());
    }

    /** With the rights of those who belong to the tenant. */
    private Route within(
            DirectorySnapshot now,
            Tenant tenant,
            Party caller,
            String dialled,
            String host,
            List<Diversion> diversions) {
        Tenant named = now.tenantByDomain(host);
        if (named != null && !named.id().equals(tenant.id())) {
            User stranger = now.userByNumber(named.id(), dialled);
            return stranger == null
                    ? notFound(internal(tenant, caller, Party.offnet(dialled)))
                    : ring(now, stranger, internal(tenant, caller, onnet(named, stranger)), diversions);
        }
        User colleague = colleague(now, tenant.id(), dialled);
        return colleague != null
                ? ring(now, colleague, internal(tenant, caller, onnet(tenant, colleague)), diversions)
                : byTrunk(now, tenant, caller, dialled, diversions);
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

    /** All devices of the user who is called, or wherever the user wants the calls. */
    private Route ring(DirectorySnapshot now, User user, Route.Attempt attempt, List<Diversion> diversions) {
        if (Diversions.contain(diversions, user.id())) {
            return loop(attempt);
        }
        ForwardingRules rules = now.forwarding(user.id());
        if (rules.always() != null) {
            return onward(now, user, attempt, diversions, rules.always(), Diversion.Reason.ALWAYS);
        }
        List<Target> targets = devices(now, user, attempt.callee(), diversions);
        if (!targets.isEmpty()) {
            return new Route.Forward(attempt, targets);
        }
        return rules.unavailable() == null
                ? refused(TEMPORARILY_UNAVAILABLE, "Temporarily Unavailable", attempt)
                : onward(now, user, attempt, diversions, rules.unavailable(), Diversion.Reason.UNAVAILABLE);
    }

    /** Who called whom stays what it was. */
    private Route onward(
            DirectorySnapshot now,
            User by,
            Route.Attempt attempt,
            List<Diversion> before,
            Destination next,
            Diversion.Reason why) {
        return switch (divert(now, by, attempt.caller(), before, next, why)) {
            case Route.Forward(var _, var targets) -> new Route.Forward(attempt, targets);
            case Route.Refused(var status, var reason, var retry, var _) ->
                new Route.Refused(status, reason, retry, attempt);
        };
    }

    private Route byTrunk(
            DirectorySnapshot now, Tenant tenant, Party caller, String dialled, List<Diversion> diversions) {
        List<DirectoryEvent.Trunk> trunks = now.trunksFor(tenant.id(), dialled);
        if (trunks.isEmpty() || dialled.isEmpty()) {
            return notFound(new Route.Attempt(tenant, caller, Party.offnet(dialled), Direction.OUT, "", ""));
        }
        return trunks.stream()
                .filter(trunk -> trunk.enabled() && !trunk.host().isBlank())
                .findFirst()
                .<Route>map(trunk -> {
                    Route.Attempt attempt = outward(tenant, caller, dialled, trunk);
                    var target = new Target(TargetUri.of(dialled, trunk), null, attempt.callee(), trunk, 1, diversions);
                    return new Route.Forward(attempt, List.of(target));
                })
                .orElseGet(() -> new Route.Refused(
                        SERVICE_UNAVAILABLE,
                        "Trunk Unavailable",
                        OptionalInt.of(TRUNK_RETRY_SECONDS),
                        outward(tenant, caller, dialled, trunks.getFirst())));
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
        return user == null ? notFound(attempt) : ring(now, user, attempt, List.of());
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

    private List<Target> devices(DirectorySnapshot now, User user, Party callee, List<Diversion> diversions) {
        return now.devicesOf(user.id()).stream()
                .flatMap(device -> bindings.apply(device.id()).stream())
                .sorted(Comparator.comparingDouble(Binding::q).reversed())
                .map(binding -> new Target(
                        binding.uri(),
                        TargetUri.flowOf(binding),
                        with(callee, binding.device()),
                        null,
                        binding.q(),
                        diversions))
                .toList();
    }
}
