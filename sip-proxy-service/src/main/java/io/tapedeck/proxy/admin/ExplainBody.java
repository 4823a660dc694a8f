package io.tapedeck.proxy.admin;

import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.Party.Network;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.Device;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.proxy.policy.Medium;
import io.tapedeck.proxy.policy.Occasion;
import io.tapedeck.proxy.policy.Occasion.Endpoint;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The call about which somebody asks.
 *
 * @param at when the call is made; the rules are the same at all times
 */
record ExplainBody(
        @Nullable TenantId tenantId,
        @Nullable SideBody source,
        @Nullable SideBody destination,
        @Nullable UserId redirectedBy,
        @Nullable List<String> media,
        @Nullable Instant at) {

    /**
     * One side, by what is known of it: a device tells its user, and so does an extension or a number of the tenant.
     *
     * @param network {@code onnet} or {@code offnet}; missing: as the rest says
     */
    record SideBody(
            @Nullable Network network,
            @Nullable UserId userId,
            @Nullable DeviceId deviceId,
            @Nullable String number) {}

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
                redirectedBy,
                media == null
                        ? Set.of(Medium.AUDIO)
                        : Set.copyOf(media.stream().map(ExplainBody::medium).toList()));
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
        return side.number == null ? null : byNumber(side.number, tenant, directory);
    }

    private static @Nullable UserId byNumber(String number, TenantId tenant, DirectorySnapshot directory) {
        User user = directory.userByExtension(tenant, number);
        User found = user != null ? user : directory.userByNumber(tenant, number);
        return found == null ? null : found.id();
    }
}
