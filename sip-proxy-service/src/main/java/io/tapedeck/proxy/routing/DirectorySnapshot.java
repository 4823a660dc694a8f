package io.tapedeck.proxy.routing;

import io.tapedeck.contracts.AnnouncementId;
import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.TeamId;
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
import io.tapedeck.contracts.directory.ForwardingRules;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.proxy.routing.DirectoryDraft.Extension;
import io.tapedeck.proxy.routing.DirectoryDraft.Scope;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All tenants, users, devices and trunks at one moment, indexed for the questions that calls ask; every answer is a
 * look-up or a few. Disabled tenants, users and devices, and what belongs to them, are left out. Immutable, and cheap to
 * make out of another one by some changes. Where two entities claim the same name, address or number, the older one (by
 * id) has it.
 */
public final class DirectorySnapshot {

    public static final DirectorySnapshot EMPTY = of(List.of());

    private final int size;
    private final Index<TenantId, Tenant> tenants;
    private final Index<String, Tenant> tenantsByDomain;
    private final Index<UserId, User> users;
    private final Index<Extension, User> usersByExtension;
    private final Index<String, User> usersByNumber;
    private final Index<DeviceId, Device> devices;
    private final Index<String, Device> devicesByUsername;
    private final Index<UserId, Device> devicesByUser;
    private final Index<Scope, Rules> rules;
    private final Index<UserId, Team> teamsByMember;
    private final Index<UserId, CallForwarding> forwardings;
    private final Index<AnnouncementId, Announcement> announcements;
    private final Index<TrunkId, Trunk> trunks;
    private final TrunkPrefixes trunkPrefixes;
    private final TrunkSources trunkSources;

    DirectorySnapshot(DirectoryDraft draft) {
        size = draft.size;
        tenants = draft.tenants;
        tenantsByDomain = draft.tenantsByDomain;
        users = draft.users;
        usersByExtension = draft.usersByExtension;
        usersByNumber = draft.usersByNumber;
        devices = draft.devices;
        devicesByUsername = draft.devicesByUsername;
        devicesByUser = draft.devicesByUser;
        rules = draft.rules;
        teamsByMember = draft.teamsByMember;
        forwardings = draft.forwardings;
        announcements = draft.announcements;
        trunks = draft.trunks;
        trunkPrefixes = draft.trunkPrefixes;
        trunkSources = draft.trunkSources;
    }

    /**
     * One entity that changed.
     *
     * @param before as it stands in the snapshot; null when it is not there
     * @param after null when it is no more
     */
    public record Change(
            @Nullable DirectoryEvent before, @Nullable DirectoryEvent after) {}

    /** Of entities, each of which is there once. */
    public static DirectorySnapshot of(Collection<DirectoryEvent> entities) {
        var draft = new DirectoryDraft();
        entities.forEach(entity -> draft.replace(null, entity));
        return draft.finished();
    }

    /** What comes of this one by the changes, in their order. Costs some microseconds for each, however large it is. */
    public DirectorySnapshot with(List<Change> changes) {
        DirectoryDraft draft = draft();
        changes.forEach(change -> draft.replace(change.before(), change.after()));
        return draft.finished();
    }

    private DirectoryDraft draft() {
        var draft = new DirectoryDraft();
        draft.size = size;
        draft.tenants = tenants;
        draft.tenantsByDomain = tenantsByDomain;
        draft.users = users;
        draft.usersByExtension = usersByExtension;
        draft.usersByNumber = usersByNumber;
        draft.devices = devices;
        draft.devicesByUsername = devicesByUsername;
        draft.devicesByUser = devicesByUser;
        draft.rules = rules;
        draft.teamsByMember = teamsByMember;
        draft.forwardings = forwardings;
        draft.announcements = announcements;
        draft.trunks = trunks;
        draft.trunkPrefixes = trunkPrefixes;
        draft.trunkSources = trunkSources;
        return draft;
    }

    /** How many entities the directory holds, disabled ones included. */
    public int size() {
        return size;
    }

    public @Nullable Tenant tenant(TenantId id) {
        return tenants.oldest(id, Tenant::enabled);
    }

    public @Nullable Tenant tenantByDomain(String domain) {
        return tenantsByDomain.oldest(DirectoryDraft.lower(domain), Tenant::enabled);
    }

    public @Nullable User user(UserId id) {
        return users.oldest(id, this::isInForce);
    }

    public @Nullable User userByExtension(TenantId tenant, String extension) {
        return usersByExtension.oldest(new Extension(tenant, extension), this::isInForce);
    }

    /**
     * @param tenant null to look at all tenants
     */
    public @Nullable User userByNumber(@Nullable TenantId tenant, String number) {
        return usersByNumber.oldest(
                number, user -> (tenant == null || user.tenantId().equals(tenant)) && isInForce(user));
    }

    public @Nullable Device device(DeviceId id) {
        return devices.oldest(id, this::isInForce);
    }

    public @Nullable Device deviceByUsername(String username) {
        return devicesByUsername.oldest(username, this::isInForce);
    }

    public List<Device> devicesOf(UserId user) {
        return devicesByUser.all(user).stream().filter(this::isInForce).toList();
    }

    /** The trunk that sends from this address; the most specific source wins. Enabled ones only. */
    public @Nullable Trunk trunkBySource(InetSocketAddress source) {
        return trunkSources.find(source);
    }

    /**
     * The trunks with the longest prefix of the number among those that the tenant may use: its own first, then the
     * platform's, each by age. Disabled ones are included.
     */
    public List<Trunk> trunksFor(TenantId tenant, String number) {
        return trunkPrefixes.find(tenant, number);
    }

    /** The teams of the user, the oldest first. */
    public List<TeamId> teamsOf(UserId user) {
        return teamsByMember.all(user).stream().map(Team::id).toList();
    }

    /**
     * What this level says about recording; null when nothing was ever set there.
     *
     * @param scope id of the tenant, team, user or device; null for the platform
     */
    public @Nullable RecordingRules rules(RecordingLevel level, @Nullable UUID scope) {
        List<Rules> found = rules.all(new Scope(level, scope));
        return found.isEmpty() ? null : found.getLast().recording();
    }

    /** Where calls to the user go when the user does not take them. */
    public ForwardingRules forwarding(UserId user) {
        List<CallForwarding> found = forwardings.all(user);
        return found.isEmpty() ? ForwardingRules.NONE : found.getFirst().forwarding();
    }

    public @Nullable Announcement announcement(AnnouncementId id) {
        return announcements.oldest(id, _ -> true);
    }

    private boolean isInForce(User user) {
        return user.enabled() && tenant(user.tenantId()) != null;
    }

    private boolean isInForce(Device device) {
        User user = device.enabled() ? user(device.userId()) : null;
        return user != null && user.tenantId().equals(device.tenantId());
    }
}
