package io.tapedeck.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.junit.jupiter.api.Test;

class CarriersTest {

    @Test
    void a_carrier_that_is_held_up_gets_another_beside_it() throws Exception {
        var scheduler = ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
        int before = scheduler.getParallelism();
        scheduler.setParallelism(1);
        var over = new AtomicBoolean();
        var held = new CountDownLatch(1);
        Thread watch = Thread.ofPlatform().daemon().start(new Carriers(scheduler, 2));
        Thread holder = Thread.startVirtualThread(() -> {
            held.countDown();
            while (!over.get()) {
                Thread.onSpinWait(); // as a write that waits for the disk, it does not give its carrier back
            }
        });
        try {
            assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
            var turn = new CountDownLatch(1);
            Thread.startVirtualThread(turn::countDown);

            assertThat(turn.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(scheduler.getParallelism()).isEqualTo(2);
        } finally {
            over.set(true);
            holder.join();
            watch.interrupt();
            watch.join();
            scheduler.setParallelism(before);
        }
    }
}
