package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.Party.Network;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.AnnouncementRules;
import io.tapedeck.contracts.directory.BeepRules;
import io.tapedeck.contracts.directory.DirectoryEvent.Announcement;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.PromptLanguage;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.proxy.routing.Directory;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the parties of a call hear from the platform, by the directory as it is at that moment. */
public final class SpokenPolicy {

    private final Directory directory;

    public SpokenPolicy(Directory directory) {
        this.directory = directory;
    }

    /**
     * What is said about these recordings.
     *
     * @param talking the parties at that moment: the rules of a recording's owner begin with those of the owner's device
     */
    public Speech speech(List<RecordingOrder> orders, List<Party> talking) {
        DirectorySnapshot now = directory.current();
        return orders.stream()
                .map(order -> speech(ladder(now, order.tenantId(), order.userId(), device(order.userId(), talking))))
                .reduce(Speech::and)
                .orElse(Speech.NONE);
    }

    private static @Nullable DeviceId device(@Nullable UserId owner, List<Party> talking) {
        for (Party party : talking) {
            if (party.deviceId() != null
                    && party.userId() != null
                    && party.userId().equals(owner)) {
                return party.deviceId();
            }
        }
        return null;
    }

    private static Speech speech(Ladder ladder) {
        return new Speech(
                said(ladder, AnnouncementRules::started),
                said(ladder, AnnouncementRules::stopped),
                said(ladder, AnnouncementRules::paused),
                said(ladder, AnnouncementRules::resumed),
                language(ladder),
                or(ladder.whole(part(RecordingRules::beep, BeepRules::everySeconds)), 0));
    }

    private static boolean said(Ladder ladder, Function<AnnouncementRules, @Nullable Boolean> key) {
        return ladder.isSet(part(RecordingRules::announcement, key), false);
    }

    private static PromptLanguage language(Ladder ladder) {
        return or(
                ladder.whole(part(RecordingRules::announcement, AnnouncementRules::language)), PromptLanguage.ENGLISH);
    }

    /** What somebody outside hears who has reached this party of the platform. */
    public Optional<Announcement> greeting(TenantId tenant, Party caller, Party callee) {
        if (caller.network() != Network.OFFNET || callee.network() != Network.ONNET) {
            return Optional.empty();
        }
        DirectorySnapshot now = directory.current();
        Ladder ladder = ladder(now, tenant, callee.userId(), callee.deviceId());
        return Optional.ofNullable(ladder.whole(part(RecordingRules::announcement, AnnouncementRules::own)))
                .map(now::announcement)
                .filter(announcement -> announcement.tenantId().equals(tenant));
    }

    private static Ladder ladder(DirectorySnapshot now, TenantId id, @Nullable UserId user, @Nullable DeviceId device) {
        Tenant tenant = now.tenant(id);
        if (tenant == null) {
            return new Ladder(List.of());
        }
        var ladders = new Ladders(now);
        return user == null
                ? ladders.all(tenant)
                : ladders.endpoint(user, device).then(ladders.all(tenant));
    }

    private static <P, T> Function<RecordingRules, @Nullable T> part(
            Function<RecordingRules, @Nullable P> whole, Function<P, @Nullable T> key) {
        return rules -> {
            P found = whole.apply(rules);
            return found == null ? null : key.apply(found);
        };
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
