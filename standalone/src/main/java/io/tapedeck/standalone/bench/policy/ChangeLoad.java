package io.tapedeck.standalone.bench.policy;

import io.tapedeck.standalone.bench.Percentiles;
import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.standalone.demo.TapedeckApi.ApiRefusal;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Changes settings of users at a rate, over HTTP. Each request goes out when its time has come, whether the former ones were answered
 * or not, and its time counts from there.
 *
 * @param rate changes a second
 * @param users ids; each in turn
 */
public record ChangeLoad(TapedeckApi api, int rate, Duration during, List<String> users) {

    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    public ChangeLoad {
        users = List.copyOf(users);
        if (rate < 1 || users.isEmpty()) {
            throw new IllegalArgumentException("changes need a rate and users");
        }
    }

    /**
     * @param times of those that succeeded
     */
    public record Outcome(Percentiles times, int failed) {}

    /** Returns when all were answered. */
    public Outcome run() {
        Queue<Duration> times = new ConcurrentLinkedQueue<>();
        var failed = new AtomicInteger();
        long began = System.nanoTime();
        try (var requests = Executors.newVirtualThreadPerTaskExecutor()) {
            long count = rate * during.toSeconds();
            for (int i = 0; i < count; i++) {
                long due = began + i * SECOND_NANOS / rate;
                LockSupport.parkNanos(due - System.nanoTime());
                int number = i;
                requests.execute(() -> change(number, due, times, failed));
            }
        }
        return new Outcome(Percentiles.of(times), failed.get());
    }

    private void change(int number, long due, Queue<Duration> times, AtomicInteger failed) {
        try {
            var rule = Map.of("enabled", number / users.size() % 2 == 0);
            api.patch(
                    "/api/v1/users/" + users.get(number % users.size()) + "/recording-settings",
                    Map.of("outbound", Map.of("offnet", rule)));
            times.add(Duration.ofNanos(System.nanoTime() - due));
        } catch (ApiRefusal | UncheckedIOException e) {
            failed.incrementAndGet();
        }
    }
}
