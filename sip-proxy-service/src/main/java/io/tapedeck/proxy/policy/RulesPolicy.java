package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.Party.Network;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.proxy.policy.Occasion.Endpoint;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which recordings a call gets, and why. The tenants of the parties are asked first, then each party that is a user, then
 * every user who redirected the call; each may get a recording of its own. Knows no clock, no socket and no file.
 */
public final class RulesPolicy {

    private RulesPolicy() {}

    /**
     * Decides by what the directory says at this moment.
     *
     * @throws IllegalArgumentException when the directory has no such tenant
     */
    public static Decision decide(DirectorySnapshot directory, Occasion occasion) {
        var protocol = new Protocol();
        decide(directory, occasion, protocol);
        return protocol.decision();
    }

    /**
     * The same for an address, which may be one that records whoever calls it.
     *
     * @param occasion with whom the address leads to otherwise
     * @throws IllegalArgumentException when the directory has no such tenant
     */
    public static Decision decide(DirectorySnapshot directory, Occasion occasion, Dialled dialled) {
        var protocol = new Protocol();
        var alone = new CallerRecordings(directory, protocol);
        boolean over = alone.ask(dialled) || occasion.destination().user() == null && alone.leadsNowhere(dialled);
        if (!over) {
            decide(directory, occasion, protocol);
        }
        return protocol.decision();
    }

    private static void decide(DirectorySnapshot directory, Occasion occasion, Protocol protocol) {
        var ladders = new Ladders(directory);
        for (Tenant tenant : tenants(directory, occasion)) {
            new TenantQuestion(ladders, tenant, occasion, protocol).ask();
        }
        askUser(directory, ladders, occasion, occasion.source(), Role.CALLING, protocol);
        askUser(directory, ladders, occasion, occasion.destination(), Role.CALLED, protocol);
        for (UserId redirector : occasion.redirectedBy()) {
            var endpoint = new Endpoint(Network.ONNET, redirector, null);
            askUser(directory, ladders, occasion, endpoint, Role.REDIRECTING, protocol);
        }
        new CallerQuestion(ladders, directory, occasion, protocol).ask();
    }

    private static void askUser(
            DirectorySnapshot directory,
            Ladders ladders,
            Occasion occasion,
            Endpoint endpoint,
            Role role,
            Protocol protocol) {
        User user = user(directory, endpoint.user());
        Tenant tenant = user == null ? null : directory.tenant(user.tenantId());
        if (user != null && tenant != null) {
            new UserQuestion(ladders, tenant, endpoint, role, occasion, protocol).ask(user.id());
        }
    }

    /** The tenant whose call it is, and those of the parties when they are of others. */
    private static Set<Tenant> tenants(DirectorySnapshot directory, Occasion occasion) {
        Tenant first = directory.tenant(occasion.tenant());
        if (first == null) {
            throw new IllegalArgumentException("no tenant " + occasion.tenant());
        }
        var tenants = new LinkedHashSet<Tenant>();
        tenants.add(first);
        for (Endpoint endpoint : new Endpoint[] {occasion.source(), occasion.destination()}) {
            User user = user(directory, endpoint.user());
            Tenant tenant = user == null ? null : directory.tenant(user.tenantId());
            if (tenant != null) {
                tenants.add(tenant);
            }
        }
        return tenants;
    }

    private static @Nullable User user(DirectorySnapshot directory, @Nullable UserId id) {
        return id == null ? null : directory.user(id);
    }
}
