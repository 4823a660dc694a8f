package io.tapedeck.proxy.routing;

import io.tapedeck.contracts.AnnouncementId;
import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.TeamId;
import io.tapedeck.contracts.TenantId;
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
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All tenants, users, devices and trunks at one moment, indexed for the questions that calls ask; every answer is a
 * look-up or a few. Disabled tenants, users and devices, and what belongs to them, are left out. Immutable. Where two
 * entities claim the same name, address or number, the older one (by id) has it.
 */
public final class DirectorySnapshot {

    public static final DirectorySnapshot EMPTY = of(List.of());

    private final int size;
    private final Map<TenantId, Tenant> tenants;
    private final Map<String, Tenant> tenantsByDomain;
    private final Map<UserId, User> users;
    private final Map<Extension, User> usersByExtension;
    private final Map<String, List<User>> usersByNumber;
    private final Map<String, Device> devicesByUsername;
    private final Map<DeviceId, Device> devices;
    private final Map<UserId, List<Device>> devicesByUser;
    private final RulesIndex rules;
    private final Map<AnnouncementId, Announcement> announcements;
    private final Map<UserId, CallForwarding> forwardings;
    private final TrunkPrefixes trunkPrefixes;
    private final TrunkSources trunkSources;

    private DirectorySnapshot(Collection<DirectoryEvent> entities) {
        size = entities.size();
        tenants = index(pick(entities, Tenant.class, Tenant::enabled, t -> t.id().value()), Tenant::id);
        tenantsByDomain = index(tenants.values(), tenant -> lower(tenant.domain()));
        users = index(
                pick(entities, User.class, u -> u.enabled() && tenants.containsKey(u.tenantId()), u -> u.id().value()),
                User::id);
        usersByExtension = index(users.values(), user -> new Extension(user.tenantId(), user.extension()));
        usersByNumber = byNumber(users.values());
        devices = index(pick(entities, Device.class, this::isInForce, d -> d.id().value()), Device::id);
        devicesByUsername = index(devices.values(), Device::username);
        devicesByUser = new HashMap<>();
        devices.values()
                .forEach(device -> devicesByUser
                        .computeIfAbsent(device.userId(), _ -> new ArrayList<>(1))
                        .add(device));
        List<Trunk> trunks = pick(entities, Trunk.class, this::ownerIsEnabled, t -> t.id().value());
        trunkPrefixes = new TrunkPrefixes(trunks);
        trunkSources = new TrunkSources(trunks);
        rules = new RulesIndex(
                pick(entities, Rules.class, _ -> true, Rules::id),
                pick(entities, Team.class, _ -> true, team -> team.id().value()));
        forwardings =
                index(pick(entities, CallForwarding.class, _ -> true, CallForwarding::id), CallForwarding::userId);
        announcements = index(pick(entities, Announcement.class, _ -> true, a -> a.id().value()), Announcement::id);
    }

    public static DirectorySnapshot of(Collection<DirectoryEvent> entities) {
        return new DirectorySnapshot(entities);
    }

    /** How many entities the directory holds, disabled ones included. */
    public int size() {
        return size;
    }

    public @Nullable Tenant tenant(TenantId id) {
        return tenants.get(id);
    }

    public @Nullable Tenant tenantByDomain(String domain) {
        return tenantsByDomain.get(lower(domain));
    }

    public @Nullable User user(UserId id) {
        return users.get(id);
    }

    public @Nullable User userByExtension(TenantId tenant, String extension) {
        return usersByExtension.get(new Extension(tenant, extension));
    }

    /**
     * @param tenant null to look at all tenants
     */
    public @Nullable User userByNumber(@Nullable TenantId tenant, String number) {
        for (User user : usersByNumber.getOrDefault(number, List.of())) {
            if (tenant == null || user.tenantId().equals(tenant)) {
                return user;
            }
        }
        return null;
    }

    public @Nullable Device device(DeviceId id) {
        return devices.get(id);
    }

    public @Nullable Device deviceByUsername(String username) {
        return devicesByUsername.get(username);
    }

    public List<Device> devicesOf(UserId user) {
        return devicesByUser.getOrDefault(user, List.of());
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
        return rules.teamsOf(user);
    }

    /**
     * What this level says about recording; null when nothing was ever set there.
     *
     * @param scope id of the tenant, team, user or device; null for the platform
     */
    public @Nullable RecordingRules rules(RecordingLevel level, @Nullable UUID scope) {
        return rules.find(level, scope);
    }

    /** Where calls to the user go when the user does not take them. */
    public ForwardingRules forwarding(UserId user) {
        CallForwarding found = forwardings.get(user);
        return found == null ? ForwardingRules.NONE : found.forwarding();
    }

    public @Nullable Announcement announcement(AnnouncementId id) {
        return announcements.get(id);
    }

    private boolean isInForce(Device device) {
        User user = users.get(device.userId());
        return device.enabled() && user != null && user.tenantId().equals(device.tenantId());
    }

    private boolean ownerIsEnabled(Trunk trunk) {
        TenantId owner = trunk.tenantId();
        return owner == null || tenants.containsKey(owner);
    }

    private static Map<String, List<User>> byNumber(Collection<User> users) {
        var index = new HashMap<String, List<User>>();
        for (User user : users) {
            for (String number : user.numbers()) {
                index.computeIfAbsent(number, _ -> new ArrayList<>(1)).add(user);
            }
        }
        return index;
    }

    private static <E> List<E> pick(
            Collection<DirectoryEvent> entities, Class<E> kind, Predicate<E> wanted, Function<E, UUID> id) {
        return entities.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(wanted)
                .sorted(Comparator.comparing(id))
                .toList();
    }

    private static <K, E> Map<K, E> index(Collection<E> entities, Function<E, K> key) {
        // linked: what is derived from this index sees the entities by age
        var index = new LinkedHashMap<K, E>(entities.size() * 2);
        entities.forEach(entity -> index.putIfAbsent(Objects.requireNonNull(key.apply(entity)), entity));
        return index;
    }

    private static String lower(String domain) {
        return domain.toLowerCase(Locale.ROOT);
    }

    private record Extension(TenantId tenant, String extension) {}
}
