package io.tapedeck.proxy.admin;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.Party.Network;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.Device;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.proxy.policy.Dialled;
import io.tapedeck.proxy.policy.Dialled.Dialler;
import io.tapedeck.proxy.policy.Medium;
import io.tapedeck.proxy.policy.Occasion;
import io.tapedeck.proxy.policy.Occasion.Endpoint;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The call about which somebody asks.
 *
 * @param redirectedBy who has sent it on, the first one first; one alone may stand without brackets
 * @param at when the call is made; the rules are the same at all times
 */
record ExplainBody(
        @Nullable TenantId tenantId,
        @Nullable SideBody source,
        @Nullable SideBody destination,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
        List<UserId> redirectedBy,

        @Nullable List<String> media,
        @Nullable Instant at) {

    /**
     * One side, by what is known of it: a device tells its user, and so does an extension or a number of the tenant.
     *
     * @param network {@code onnet} or {@code offnet}; missing: as the rest says
     * @param number also with a domain, as {@code record@example.com}; without one it is the tenant's
     */
    record SideBody(
            @Nullable Network network,
            @Nullable UserId userId,
            @Nullable DeviceId deviceId,
            @Nullable String number) {

        private boolean isAddress() {
            return number != null && userId == null && deviceId == null && network != Network.OFFNET;
        }

        /** What stands before the domain; all of it where there is none. */
        private String name() {
            return String.valueOf(number).split("@", 2)[0];
        }

        private String host() {
            String[] parts = String.valueOf(number).split("@", 2);
            return parts.length == 1 ? "" : parts[1];
        }
    }

    /**
     * The question to the policy.
     *
     * @throws IllegalArgumentException when something is missing or nobody has that id
     */
    Occasion occasion(DirectorySnapshot directory) {
        if (tenantId == null || directory.tenant(tenantId) == null) {
            throw new IllegalArgumentException("/tenantId: there is no such tenant");
        }
        return new Occasion(
                tenantId,
                endpoint("/source", source, tenantId, directory),
                endpoint("/destination", destination, tenantId, directory),
                redirectedBy == null ? List.of() : redirectedBy,
                media == null
                        ? Set.of(Medium.AUDIO)
                        : Set.copyOf(media.stream().map(ExplainBody::medium).toList()));
    }

    /** The address that is called, where it was given as such; to be asked after {@link #occasion}. */
    Optional<Dialled> dialled(DirectorySnapshot directory) {
        Tenant tenant = tenantId == null ? null : directory.tenant(tenantId);
        if (tenant == null || source == null || destination == null || !destination.isAddress()) {
            return Optional.empty();
        }
        String host = destination.host();
        return Optional.of(new Dialled(
                dialler(tenant, source, directory), destination.name(), host.isEmpty() ? tenant.domain() : host));
    }

    private Dialler dialler(Tenant tenant, SideBody calling, DirectorySnapshot directory) {
        if (redirectedBy != null && !redirectedBy.isEmpty()) {
            return new Dialled.Sent(tenant);
        }
        Endpoint from = endpoint("/source", calling, tenant.id(), directory);
        if (from.network() == Network.OFFNET) {
            return new Dialled.Outside(tenant.id());
        }
        User user = from.user() == null ? null : directory.user(from.user());
        Tenant own = user == null ? tenant : directory.tenant(user.tenantId());
        return new Dialled.Inside(own == null ? tenant : own, from.user());
    }

    private static Medium medium(String name) {
        return switch (name) {
            case "audio" -> Medium.AUDIO;
            case "video" -> Medium.VIDEO;
            default -> throw new IllegalArgumentException("/media: is a list of \"audio\" and \"video\"");
        };
    }

    private static Endpoint endpoint(
            String pointer, @Nullable SideBody side, TenantId tenant, DirectorySnapshot directory) {
        if (side == null) {
            throw new IllegalArgumentException(pointer + ": must be given");
        }
        if (side.network == Network.OFFNET) {
            return Endpoint.OUTSIDE;
        }
        UserId user = user(pointer, side, tenant, directory);
        if (user == null && side.network == null) {
            return Endpoint.OUTSIDE;
        }
        return new Endpoint(Network.ONNET, user, side.deviceId);
    }

    private static @Nullable UserId user(String pointer, SideBody side, TenantId tenant, DirectorySnapshot directory) {
        if (side.deviceId != null) {
            Device device = directory.device(side.deviceId);
            if (device == null || (side.userId != null && !side.userId.equals(device.userId()))) {
                throw new IllegalArgumentException(pointer + "/deviceId: there is no such device of that user");
            }
            return device.userId();
        }
        if (side.userId != null) {
            if (directory.user(side.userId) == null) {
                throw new IllegalArgumentException(pointer + "/userId: there is no such user");
            }
            return side.userId;
        }
        return side.number == null ? null : byNumber(side.name(), side.host(), tenant, directory);
    }

    /** Of another tenant numbers are reached, and nothing else. */
    private static @Nullable UserId byNumber(String name, String host, TenantId own, DirectorySnapshot directory) {
        Tenant named = directory.tenantByDomain(host);
        TenantId reached = named == null ? own : named.id();
        User byExtension = reached.equals(own) ? directory.userByExtension(own, name) : null;
        User found = byExtension != null ? byExtension : directory.userByNumber(reached, name);
        return found == null ? null : found.id();
    }
}
