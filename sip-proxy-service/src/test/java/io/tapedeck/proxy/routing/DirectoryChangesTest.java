package io.tapedeck.proxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.tapedeck.contracts.directory.LegRules;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRule;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.contracts.directory.RecordingSettings;
import io.tapedeck.proxy.routing.DirectorySnapshot.Change;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few names, numbers and ids, so that entities claim each other's all the time. */
class DirectoryChangesTest {

    private static final int TENANTS = 3;
    private static final int USERS = 8;
    private static final int OTHERS = 6;

    private final Map<UUID, DirectoryEvent> entities = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_directory_that_was_changed_answers_like_one_that_was_built_anew(long seed) {
        var random = new SplittableRandom(seed);
        DirectorySnapshot changed = DirectorySnapshot.EMPTY;

        for (int round = 0; round < 400; round++) {
            var changes = new ArrayList<Change>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                changes.add(change(random));
            }
            changed = changed.with(changes);

            assertThat(answers(changed)).isEqualTo(answers(DirectorySnapshot.of(entities.values())));
            assertThat(changed.size()).isEqualTo(entities.size());
        }
    }

    private Change change(SplittableRandom random) {
        DirectoryEvent entity = entity(random);
        UUID id = ExampleDirectory.idOf(entity);
        return random.nextInt(4) == 0
                ? new Change(entities.remove(id), null)
                : new Change(entities.put(id, entity), entity);
    }

    private static DirectoryEvent entity(SplittableRandom random) {
        TenantId tenant = tenant(random.nextInt(TENANTS));
        UserId user = user(random.nextInt(USERS));
        boolean enabled = random.nextInt(4) > 0;
        int number = random.nextInt(OTHERS);
        return switch (random.nextInt(8)) {
            case 0 -> new Tenant(tenant, "t", "D" + random.nextInt(2), enabled, RecordingSettings.DEFAULT);
            case 1 -> new User(user, tenant, "1" + random.nextInt(3), "u" + number, texts(random), enabled);
            case 2 ->
                new Device(new DeviceId(id(3, number)), tenant, user, "d", "n" + random.nextInt(3), "", "", enabled);
            case 3 -> trunk(random, random.nextBoolean() ? tenant : null, number, enabled);
            case 4 -> new Team(new TeamId(id(5, number)), tenant, "team", members(random));
            case 5 -> rules(random, number, user);
            case 6 -> new Announcement(new AnnouncementId(id(7, number)), tenant, "a", "" + random.nextInt(9), "");
            default -> new CallForwarding(id(8, number), tenant, user, 1 + random.nextInt(9), ForwardingRules.NONE);
        };
    }

    private static Trunk trunk(SplittableRandom random, @Nullable TenantId owner, int number, boolean enabled) {
        List<String> sources = List.of("192.0.2." + random.nextInt(3), "192.0.2.0/2" + random.nextInt(4));
        return new Trunk(
                new TrunkId(id(4, number)), owner, "t", "h", 0, "udp", sources, texts(random), null, null, enabled);
    }

    private static Rules rules(SplittableRandom random, int number, UserId user) {
        var legs = new LegRules(null, null, RecordingRule.enabled(random.nextBoolean()));
        var said = new RecordingRules(legs, null, null, null, null, null, null, null, null, null, null);
        return random.nextInt(3) == 0
                ? new Rules(id(6, number), RecordingLevel.PLATFORM, null, 1, said)
                : new Rules(id(6, number), RecordingLevel.USER, user.value(), 1, said);
    }

    private static List<String> texts(SplittableRandom random) {
        return IntStream.range(0, 4)
                .filter(_ -> random.nextBoolean())
                .mapToObj(i -> "+49" + i)
                .toList();
    }

    private static List<UserId> members(SplittableRandom random) {
        return IntStream.range(0, USERS)
                .filter(_ -> random.nextBoolean())
                .mapToObj(DirectoryChangesTest::user)
                .toList();
    }

    /** Everything that can be asked. */
    private static List<@Nullable Object> answers(DirectorySnapshot directory) {
        var answers = new ArrayList<@Nullable Object>();
        for (int t = 0; t < TENANTS; t++) {
            TenantId tenant = tenant(t);
            answers.add(directory.tenant(tenant));
            answers.add(directory.tenantByDomain("d" + t));
            for (int i = 0; i < 4; i++) {
                answers.add(directory.userByExtension(tenant, "1" + i));
                answers.add(directory.userByNumber(tenant, "+49" + i));
                answers.add(directory.trunksFor(tenant, "+49" + i + "5"));
            }
        }
        for (int u = 0; u < USERS; u++) {
            answers.add(directory.user(user(u)));
            answers.add(directory.devicesOf(user(u)));
            answers.add(directory.teamsOf(user(u)));
            answers.add(directory.forwarding(user(u)));
            answers.add(directory.rules(RecordingLevel.USER, user(u).value()));
        }
        answers.add(directory.rules(RecordingLevel.PLATFORM, null));
        for (int i = 0; i < OTHERS; i++) {
            answers.add(directory.device(new DeviceId(id(3, i))));
            answers.add(directory.deviceByUsername("n" + i));
            answers.add(directory.announcement(new AnnouncementId(id(7, i))));
            answers.add(directory.userByNumber(null, "+49" + i));
            answers.add(directory.trunkBySource(new InetSocketAddress("192.0.2." + i, 5060)));
        }
        return answers;
    }

    private static TenantId tenant(int number) {
        return new TenantId(id(1, number));
    }

    private static UserId user(int number) {
        return new UserId(id(2, number));
    }

    private static UUID id(int kind, int number) {
        return new UUID(kind, 0x8000_0000_0000_0000L + number);
    }
}
