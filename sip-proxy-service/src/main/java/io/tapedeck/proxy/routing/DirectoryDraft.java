package io.tapedeck.proxy.routing;

import io.tapedeck.contracts.AnnouncementId;
import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.TrunkId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.contracts.directory.DirectoryEvent.Announcement;
import io.tapedeck.contracts.directory.DirectoryEvent.CallForwarding;
import io.tapedeck.contracts.directory.DirectoryEvent.Device;
import io.tapedeck.contracts.directory.DirectoryEvent.Rules;
import io.tapedeck.contracts.directory.DirectoryEvent.Team;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.DirectoryEvent.Trunk;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.contracts.directory.RecordingLevel;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The next state of the directory while it is put together. An index knows nothing of the others, disabled entities are in
 * it as well: what is in force is asked when it is read, so that a change costs the same however much hangs on it. For one
 * thread.
 */
final class DirectoryDraft {

    int size;
    Index<TenantId, Tenant> tenants = Index.by(Tenant::id, tenant -> tenant.id().value());
    Index<String, Tenant> tenantsByDomain =
            Index.by(tenant -> lower(tenant.domain()), tenant -> tenant.id().value());
    Index<UserId, User> users = Index.by(User::id, DirectoryDraft::idOf);
    Index<Extension, User> usersByExtension =
            Index.by(user -> new Extension(user.tenantId(), user.extension()), DirectoryDraft::idOf);
    Index<String, User> usersByNumber = Index.byEach(User::numbers, DirectoryDraft::idOf);
    Index<DeviceId, Device> devices = Index.by(Device::id, DirectoryDraft::idOf);
    Index<String, Device> devicesByUsername = Index.by(Device::username, DirectoryDraft::idOf);
    Index<UserId, Device> devicesByUser = Index.by(Device::userId, DirectoryDraft::idOf);
    Index<Scope, Rules> rules = Index.by(one -> new Scope(one.level(), one.scope()), Rules::id);
    Index<UserId, Team> teamsByMember =
            Index.byEach(Team::members, team -> team.id().value());
    Index<UserId, CallForwarding> forwardings = Index.by(CallForwarding::userId, CallForwarding::id);
    Index<AnnouncementId, Announcement> announcements =
            Index.by(Announcement::id, announcement -> announcement.id().value());
    Index<TrunkId, Trunk> trunks = Index.by(Trunk::id, trunk -> trunk.id().value());
    TrunkPrefixes trunkPrefixes = new TrunkPrefixes(List.of());
    TrunkSources trunkSources = new TrunkSources(List.of());

    private boolean otherTrunks;

    /** What rules are for; no id for the platform. */
    record Scope(RecordingLevel level, @Nullable UUID id) {}

    record Extension(TenantId tenant, String extension) {}

    /** One entity as it is now in place of what it was; null for one that was not there, or is no more. */
    void replace(@Nullable DirectoryEvent before, @Nullable DirectoryEvent after) {
        if (before != null && after != null && before.getClass() != after.getClass()) {
            replace(before, null);
            replace(null, after);
            return;
        }
        size += (after == null ? 0 : 1) - (before == null ? 0 : 1);
        DirectoryEvent either = after == null ? before : after;
        switch (either) {
            case null -> {}
            case Tenant _ -> tenant((Tenant) before, (Tenant) after);
            case User _ -> user((User) before, (User) after);
            case Device _ -> device((Device) before, (Device) after);
            case Trunk _ -> {
                trunks = trunks.replaced((Trunk) before, (Trunk) after);
                otherTrunks = true;
            }
            case Team _ -> teamsByMember = teamsByMember.replaced((Team) before, (Team) after);
            case Rules _ -> rules = rules.replaced((Rules) before, (Rules) after);
            case Announcement _ -> announcements = announcements.replaced((Announcement) before, (Announcement) after);
            case CallForwarding _ ->
                forwardings = forwardings.replaced((CallForwarding) before, (CallForwarding) after);
        }
    }

    private void tenant(@Nullable Tenant before, @Nullable Tenant after) {
        tenants = tenants.replaced(before, after);
        tenantsByDomain = tenantsByDomain.replaced(before, after);
        otherTrunks |= isEnabled(before) != isEnabled(after);
    }

    private static boolean isEnabled(@Nullable Tenant tenant) {
        return tenant != null && tenant.enabled();
    }

    private void user(@Nullable User before, @Nullable User after) {
        users = users.replaced(before, after);
        usersByExtension = usersByExtension.replaced(before, after);
        usersByNumber = usersByNumber.replaced(before, after);
    }

    private void device(@Nullable Device before, @Nullable Device after) {
        devices = devices.replaced(before, after);
        devicesByUsername = devicesByUsername.replaced(before, after);
        devicesByUser = devicesByUser.replaced(before, after);
    }

    /** Trunks are few and change seldom: their look-ups, which are by prefix, are made anew when one of them did. */
    DirectorySnapshot finished() {
        if (otherTrunks) {
            List<Trunk> inForce = trunks.entities().stream()
                    .filter(trunk -> isEnabled(trunk.tenantId()))
                    .sorted(Comparator.comparing(trunk -> trunk.id().value()))
                    .toList();
            trunkPrefixes = new TrunkPrefixes(inForce);
            trunkSources = new TrunkSources(inForce);
        }
        return new DirectorySnapshot(this);
    }

    private boolean isEnabled(@Nullable TenantId owner) {
        return owner == null || tenants.oldest(owner, Tenant::enabled) != null;
    }

    static String lower(String domain) {
        return domain.toLowerCase(Locale.ROOT);
    }

    private static UUID idOf(User user) {
        return user.id().value();
    }

    private static UUID idOf(Device device) {
        return device.id().value();
    }
}
