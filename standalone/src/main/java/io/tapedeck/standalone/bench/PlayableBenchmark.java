package io.tapedeck.standalone.bench;

import io.tapedeck.standalone.demo.DemoPhone;
import io.tapedeck.standalone.demo.DemoTenant;
import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * How long after hanging up a recording can be played, seen from outside: the clock starts when the phone sends its BYE
 * and stops when the catalogue says {@code ready} and the first byte of the media was fetched.
 */
public final class PlayableBenchmark {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(5);

    private final TapedeckApi api;
    private final InetSocketAddress proxy;
    private final Load load;

    /**
     * @param calls in all
     * @param concurrency calls at a time
     * @param talk length of each call
     */
    public record Load(int calls, int concurrency, Duration talk) {}

    /** What was measured; {@code playable} has one entry per call that became playable. */
    public record Outcome(List<Duration> playable, int failed) {}

    public PlayableBenchmark(TapedeckApi api, InetSocketAddress proxy, Load load) {
        this.api = api;
        this.proxy = proxy;
        this.load = load;
    }

    public Outcome run(DemoTenant tenant) throws InterruptedException {
        try (var caller = DemoPhone.register(proxy, tenant, tenant.caller());
                var callee = DemoPhone.register(proxy, tenant, tenant.callee());
                ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
            callee.autoAnswer(AudioSource.tone(660));
            var tasks = new ArrayList<Callable<List<Duration>>>();
            for (int lane = 0; lane < load.concurrency(); lane++) {
                int share = load.calls() / load.concurrency() + (lane < load.calls() % load.concurrency() ? 1 : 0);
                int number = lane;
                tasks.add(() -> callsInTurn(caller, tenant.callee().extension(), share, number));
            }
            return collect(lanes.invokeAll(tasks));
        }
    }

    private Outcome collect(List<Future<List<Duration>>> lanes) throws InterruptedException {
        var playable = new ArrayList<Duration>();
        for (var lane : lanes) {
            try {
                playable.addAll(lane.get());
            } catch (ExecutionException e) {
                System.err.println("a lane of the benchmark ended early: " + e.getCause());
            }
        }
        return new Outcome(List.copyOf(playable), load.calls() - playable.size());
    }

    private List<Duration> callsInTurn(Softphone caller, String target, int calls, int lane) {
        var measured = new ArrayList<Duration>();
        // Spread the hang-ups over time as real calls are.
        LockSupport.parkNanos(load.talk().toNanos() * lane / load.concurrency());
        for (int i = 0; i < calls; i++) {
            PhoneCall call = caller.call(target, AudioSource.tone(440));
            if (!call.answered(PATIENCE)) {
                System.err.println("a call was not answered: " + call.statusCode());
                continue;
            }
            LockSupport.parkNanos(load.talk().toNanos());
            long hungUp = System.nanoTime();
            call.hangUp();
            if (becomesPlayable(call.sessionId())) {
                measured.add(Duration.ofNanos(System.nanoTime() - hungUp));
            }
        }
        return measured;
    }

    private boolean becomesPlayable(String session) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var ready = api.readyRecording(session);
            if (ready.isPresent()) {
                return api.hasMedia(ready.get().path("mediaUrl").asString());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        System.err.println("session " + session + " did not become playable within " + PATIENCE.toSeconds() + " s");
        return false;
    }
}
