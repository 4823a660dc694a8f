package io.tapedeck.standalone.bench.policy;

import io.tapedeck.contracts.directory.DirectoryEvent.Rules;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.proxy.policy.Occasion;
import io.tapedeck.proxy.policy.RulesPolicy;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import io.tapedeck.proxy.routing.DirectorySnapshot.Change;
import io.tapedeck.standalone.bench.Percentiles;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How long a decision takes, one by one, with a large directory in memory, what that memory is, how long the directory takes
 * to be built, and how long one change of it takes. The decision alone, measured by JMH: {@code PolicyDecisionBenchmark} among
 * the tests.
 */
public final class PolicyBenchmark {

    private static final double MICROS_PER_MILLI = 1_000;
    private static final long SEED = 4_711;
    private static final int CHANGES = 100_000;

    private final int users;
    private final int decisions;

    public PolicyBenchmark(int users, int decisions) {
        this.users = users;
        this.decisions = decisions;
    }

    /** Figures, ready to be printed. */
    public Map<String, Object> run() {
        long before = usedBytes();
        var large = new LargeDirectory(users);
        long began = System.nanoTime();
        DirectorySnapshot directory = DirectorySnapshot.of(large.entities());
        Duration cold = Duration.ofNanos(System.nanoTime() - began);
        long bytes = usedBytes() - before;
        decide(directory, large.users()); // warms up
        Percentiles times = decide(directory, large.users());
        var line = new LinkedHashMap<String, Object>();
        line.put("benchmark", "policy");
        line.put("users", users);
        line.put("entities", directory.size());
        line.put("bytesPerUser", bytes / users);
        line.put("firstBuildMillis", cold.toMillis());
        line.put("rebuildMillis", rebuild(large));
        Percentiles changes = change(directory, large.rules());
        line.put("changes", changes.count());
        line.put("changeP50Micros", changes.millis(50) * MICROS_PER_MILLI);
        line.put("changeP99Micros", changes.millis(99) * MICROS_PER_MILLI);
        line.put("decisions", times.count());
        line.put("p50Micros", times.millis(50) * MICROS_PER_MILLI);
        line.put("p99Micros", times.millis(99) * MICROS_PER_MILLI);
        line.put("p999Micros", times.millis(99.9) * MICROS_PER_MILLI);
        line.put("maxMicros", times.millis(100) * MICROS_PER_MILLI);
        return line;
    }

    private Percentiles decide(DirectorySnapshot directory, List<User> all) {
        var calls = new RandomCalls(directory, all);
        var times = new ArrayList<Duration>(decisions);
        long grants = 0;
        for (int i = 0; i < decisions; i++) {
            Occasion call = calls.next();
            long began = System.nanoTime();
            grants += RulesPolicy.decide(directory, call).grants().size();
            times.add(Duration.ofNanos(System.nanoTime() - began));
        }
        if (grants == 0) {
            throw new IllegalStateException("nobody is recorded, so nothing was decided");
        }
        return Percentiles.of(times);
    }

    private static double rebuild(LargeDirectory large) {
        var times = new ArrayList<Duration>();
        for (int i = 0; i < 10; i++) {
            long began = System.nanoTime();
            DirectorySnapshot directory = DirectorySnapshot.of(large.entities());
            times.add(Duration.ofNanos(System.nanoTime() - began));
            if (directory.size() == 0) {
                throw new IllegalStateException("the directory is empty");
            }
        }
        return Percentiles.of(times).millis(50);
    }

    /** One document after the other, each in a snapshot of its own. */
    private static Percentiles change(DirectorySnapshot directory, List<Rules> rules) {
        var times = new ArrayList<Duration>();
        var random = new SplittableRandom(SEED);
        DirectorySnapshot now = directory;
        for (int i = 0; i < CHANGES; i++) {
            Rules before = rules.get(random.nextInt(rules.size()));
            var after = new Rules(before.id(), before.level(), before.scope(), i + 2L, before.recording());
            long began = System.nanoTime();
            now = now.with(List.of(new Change(before, after)));
            times.add(Duration.ofNanos(System.nanoTime() - began));
        }
        if (now.size() != directory.size()) {
            throw new IllegalStateException("changes have changed how many entities there are");
        }
        return Percentiles.of(times);
    }

    private static long usedBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
