package io.tapedeck.standalone.demo;

import io.tapedeck.standalone.demo.SampleCall.DemoFailure;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Many short calls, some at a time, for the sake of the work they make. */
public final class ManyCalls {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TALK = Duration.ofMillis(300);
    private static final int AT_A_TIME = 15;

    private final InetSocketAddress proxy;

    public ManyCalls(InetSocketAddress proxy) {
        this.proxy = proxy;
    }

    /**
     * @return how many were answered
     * @throws DemoFailure when a phone cannot register
     */
    public int place(DemoTenant tenant, int calls) throws InterruptedException {
        var left = new AtomicInteger(calls);
        var answered = new AtomicInteger();
        try (var caller = DemoPhone.register(proxy, tenant, tenant.caller());
                var callee = DemoPhone.register(proxy, tenant, tenant.callee());
                var lanes = Executors.newVirtualThreadPerTaskExecutor()) {
            callee.autoAnswer(AudioSource.tone(660));
            var running = new ArrayList<Future<?>>();
            for (int lane = 0; lane < AT_A_TIME; lane++) {
                running.add(lanes.submit(() -> {
                    while (left.getAndDecrement() > 0) {
                        answered.addAndGet(isAnswered(caller, tenant.callee().extension()) ? 1 : 0);
                    }
                }));
            }
            await(running);
        }
        return answered.get();
    }

    private static boolean isAnswered(Softphone caller, String callee) {
        PhoneCall call = caller.call(callee, AudioSource.tone(440));
        if (!call.answered(PATIENCE)) {
            return false;
        }
        LockSupport.parkNanos(TALK.toNanos());
        call.hangUp();
        return true;
    }

    private static void await(Iterable<Future<?>> lanes) throws InterruptedException {
        for (var lane : lanes) {
            try {
                lane.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a lane of calls ended early", e.getCause());
            }
        }
    }
}
