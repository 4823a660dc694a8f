package io.tapedeck.gateway.rules;

import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.TeamId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.Device;
import io.tapedeck.contracts.directory.DirectoryEvent.Team;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.gateway.devices.Devices;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Fault;
import io.tapedeck.gateway.rules.BulkBody.Kind;
import io.tapedeck.gateway.rules.BulkBody.Selection;
import io.tapedeck.gateway.teams.Teams;
import io.tapedeck.gateway.users.Users;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds whom a bulk change is for, all within one tenant. */
@Component
class BulkTargets {

    /** Each is a transaction of some milliseconds; the answer names every one. */
    static final int MOST = 10_000;

    private static final int PAGE = 1_000;

    private final Users users;
    private final Devices devices;
    private final Teams teams;

    BulkTargets(Users users, Devices devices, Teams teams) {
        this.users = users;
        this.devices = devices;
        this.teams = teams;
    }

    /**
     * In the order of their ids, or as they were given.
     *
     * @throws Refusal 422 when one is not in the tenant, or when there are too many
     */
    List<BulkTarget> find(TenantId tenant, Kind kind, Selection select) {
        List<BulkTarget> found = ids(select.ids()).isEmpty()
                ? search(tenant, kind, select)
                : named(tenant, kind, ids(select.ids()), "/select/ids/");
        if (found.size() > MOST) {
            throw Refusal.invalid(
                    List.of(new Fault("/select", "These are more than " + MOST + "; change them in several parts.")));
        }
        return found;
    }

    private List<BulkTarget> search(TenantId tenant, Kind kind, Selection select) {
        List<UUID> chosen = ids(select.teams());
        String text = select.text() == null ? "" : select.text().strip().toLowerCase(Locale.ROOT);
        Stream<BulkTarget> found = switch (kind) {
            case TEAMS ->
                chosen.isEmpty()
                        ? all(
                                        after -> teams.list(tenant, after, PAGE),
                                        team -> team.id().value())
                                .map(BulkTargets::of)
                        : named(tenant, kind, chosen, "/select/teams/").stream();
            case USERS -> users(tenant, chosen).map(BulkTargets::of);
            case DEVICES -> devices(tenant, chosen).map(BulkTargets::of);
        };
        return found.filter(target -> matches(target, text)).limit(MOST + 1L).toList();
    }

    private static boolean matches(BulkTarget target, String text) {
        return text.isEmpty()
                || target.name().toLowerCase(Locale.ROOT).contains(text)
                || target.number().toLowerCase(Locale.ROOT).contains(text);
    }

    /** All of the tenant, or those in the teams. */
    private Stream<User> users(TenantId tenant, List<UUID> chosen) {
        if (chosen.isEmpty()) {
            return all(
                    after -> users.list(tenant, after, PAGE), user -> user.id().value());
        }
        var members = new LinkedHashMap<UserId, User>();
        for (int i = 0; i < chosen.size(); i++) {
            team(tenant, chosen.get(i), "/select/teams/" + i).members().stream()
                    .flatMap(member -> users.find(member).stream())
                    .forEach(user -> members.put(user.id(), user));
        }
        return List.copyOf(members.values()).stream();
    }

    private Stream<Device> devices(TenantId tenant, List<UUID> chosen) {
        Function<Device, UUID> id = device -> device.id().value();
        return chosen.isEmpty()
                ? all(after -> devices.list(tenant, after, PAGE), id)
                : users(tenant, chosen).flatMap(user -> all(after -> devices.list(user.id(), after, PAGE), id));
    }

    private Team team(TenantId tenant, UUID id, String pointer) {
        return teams.find(new TeamId(id))
                .filter(team -> team.tenantId().equals(tenant))
                .orElseThrow(() -> unknown(pointer));
    }

    private List<BulkTarget> named(TenantId tenant, Kind kind, List<UUID> ids, String pointer) {
        var found = new LinkedHashMap<UUID, BulkTarget>();
        for (int i = 0; i < ids.size(); i++) {
            String at = pointer + i;
            found.put(ids.get(i), one(tenant, kind, ids.get(i)).orElseThrow(() -> unknown(at)));
        }
        return List.copyOf(found.values());
    }

    private Optional<BulkTarget> one(TenantId tenant, Kind kind, UUID id) {
        return switch (kind) {
            case USERS ->
                users.find(new UserId(id))
                        .filter(user -> user.tenantId().equals(tenant))
                        .map(BulkTargets::of);
            case DEVICES ->
                devices.find(new DeviceId(id))
                        .filter(device -> device.tenantId().equals(tenant))
                        .map(BulkTargets::of);
            case TEAMS ->
                teams.find(new TeamId(id))
                        .filter(team -> team.tenantId().equals(tenant))
                        .map(BulkTargets::of);
        };
    }

    private static Refusal unknown(String pointer) {
        return Refusal.invalid(List.of(new Fault(pointer, "The tenant has none with this id.")));
    }

    /** Page by page, as long as somebody wants more: of many there may be few that match. */
    private static <E> Stream<E> all(Function<@Nullable UUID, List<E>> pages, Function<E, UUID> id) {
        return Stream.iterate(
                        pages.apply(null),
                        page -> !page.isEmpty(),
                        page -> page.size() < PAGE ? List.of() : pages.apply(id.apply(page.getLast())))
                .flatMap(List::stream);
    }

    private static List<UUID> ids(@Nullable List<@Nullable UUID> said) {
        return said == null ? List.of() : said.stream().filter(Objects::nonNull).toList();
    }

    private static BulkTarget of(User user) {
        return new BulkTarget(user.id().value(), user.displayName(), user.extension());
    }

    private static BulkTarget of(Device device) {
        return new BulkTarget(device.id().value(), device.name(), device.username());
    }

    private static BulkTarget of(Team team) {
        return new BulkTarget(team.id().value(), team.name(), "");
    }
}
