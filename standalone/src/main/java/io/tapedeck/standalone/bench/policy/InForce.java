package io.tapedeck.standalone.bench.policy;

import io.tapedeck.standalone.bench.Percentiles;
import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.standalone.demo.TapedeckApi.ApiRefusal;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * Changes the settings of one user twice a second and asks the policy until it decides by them. The time counts from when the
 * change is sent. For one thread, but for {@link #stop()}.
 */
public final class InForce {

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** A question costs two requests; more of them would be a load of their own. */
    private static final Duration MOMENT = Duration.ofMillis(25);

    private final TapedeckApi api;
    private final String tenant;
    private final String user;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * @param user id of one whose settings nobody else changes
     */
    public InForce(TapedeckApi api, String tenant, String user) {
        this.api = api;
        this.tenant = tenant;
        this.user = user;
    }

    void stop() {
        stopped.countDown();
    }

    /** Returns when it was stopped. */
    ChangeLoad.Outcome watch() throws InterruptedException {
        List<Duration> delays = new ArrayList<>();
        int failed = 0;
        boolean record = true;
        while (!stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
            try {
                delays.add(delayOf(record));
            } catch (ApiRefusal | UncheckedIOException _) {
                failed++;
            }
            record = !record;
        }
        return new ChangeLoad.Outcome(Percentiles.of(delays), failed);
    }

    private Duration delayOf(boolean record) {
        long began = System.nanoTime();
        api.patch(
                "/api/v1/users/" + user + "/recording-settings",
                Map.of("inbound", Map.of("offnet", Map.of("enabled", record))));
        while (isRecorded() != record) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new IllegalStateException("a change is not in force after " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(MOMENT.toNanos());
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private boolean isRecorded() {
        JsonNode answer = api.post(
                "/api/v1/policy/explain",
                Map.of(
                        "tenantId", tenant,
                        "source", Map.of("network", "offnet", "number", "+4930123456"),
                        "destination", Map.of("userId", user)));
        return StreamSupport.stream(answer.path("orders").spliterator(), false)
                .anyMatch(order -> order.at("/owner/userId").asString("").equals(user));
    }
}
