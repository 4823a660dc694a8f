package io.tapedeck.standalone.bench.policy;

import io.tapedeck.contracts.Party.Network;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.proxy.policy.Medium;
import io.tapedeck.proxy.policy.Occasion;
import io.tapedeck.proxy.policy.Occasion.Endpoint;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Who calls whom: two users of a tenant, or a user and somebody outside. The same calls in every run. For one thread. */
final class RandomCalls {

    private static final long SEED = 4_711;

    private final DirectorySnapshot directory;
    private final List<User> users;
    private final SplittableRandom random = new SplittableRandom(SEED);

    RandomCalls(DirectorySnapshot directory, List<User> users) {
        this.directory = directory;
        this.users = users;
    }

    Occasion next() {
        int number = random.nextInt(users.size());
        User one = users.get(number);
        int first = number - number % LargeDirectory.USERS_PER_TENANT;
        int colleagues = Math.min(LargeDirectory.USERS_PER_TENANT, users.size() - first);
        Endpoint other =
                random.nextBoolean() ? Endpoint.OUTSIDE : endpoint(users.get(first + random.nextInt(colleagues)));
        Endpoint own = endpoint(one);
        return random.nextBoolean()
                ? new Occasion(one.tenantId(), own, other, List.of(), Set.of(Medium.AUDIO))
                : new Occasion(one.tenantId(), other, own, List.of(), Set.of(Medium.AUDIO));
    }

    private Endpoint endpoint(User user) {
        return new Endpoint(
                Network.ONNET,
                user.id(),
                directory.devicesOf(user.id()).getFirst().id());
    }
}
