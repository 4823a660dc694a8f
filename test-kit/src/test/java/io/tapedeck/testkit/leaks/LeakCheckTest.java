package io.tapedeck.testkit.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.testkit.time.Eventually;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

@ExtendWith(LeakCheck.class)
class LeakCheckTest {

    @Test
    void a_thread_that_stays_is_named() throws Exception {
        Footprint before = Footprint.take();
        var release = new CountDownLatch(1);
        var thread = new Thread(() -> await(release), "forgotten-thread");
        thread.start();
        var virtual = Thread.ofVirtual().name("forgotten-virtual").start(() -> await(release));

        List<String> leaks = Footprint.take().minus(before).describe();
        release.countDown();
        thread.join();
        virtual.join();

        assertThat(leaks).hasSize(2);
        assertThat(leaks).anySatisfy(leak -> assertThat(leak).contains("\"forgotten-thread\""));
        assertThat(leaks).anySatisfy(leak -> assertThat(leak).contains("\"forgotten-virtual\""));
        nothingIsLeftSince(before);
    }

    @Test
    void a_socket_that_stays_is_named_with_its_address() throws Exception {
        Footprint before = Footprint.take();
        var socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));

        List<String> leaks = Footprint.take().minus(before).describe();
        int port = socket.getLocalPort();
        socket.close();

        assertThat(leaks)
                .singleElement()
                .asString()
                .startsWith("descriptor socket:[")
                .endsWith(":" + port);
        nothingIsLeftSince(before);
    }

    @Test
    void a_file_that_stays_open_is_named_with_its_path(@TempDir Path dir) throws Exception {
        Footprint before = Footprint.take();
        Path file = Files.createFile(dir.resolve("forgotten.txt"));
        var in = Files.newInputStream(file);

        List<String> leaks = Footprint.take().minus(before).describe();
        in.close();

        assertThat(leaks).containsExactly("descriptor " + file.toRealPath());
    }

    @Test
    void what_a_shared_server_holds_is_no_leak() throws Exception {
        Footprint before = Footprint.take();

        var socket = Infrastructure.start(() -> new DatagramSocket(0, InetAddress.getByName("127.0.0.1")));

        try (socket) {
            assertThat(Footprint.take().minus(before).describe()).isEmpty();
        }
    }

    @Test
    void a_class_with_a_planted_leak_fails_and_one_that_cleans_up_late_does_not() {
        assertThat(failuresOf(PlantedLeak.class)).singleElement().satisfies(failure -> {
            assertThat(failure.getTestIdentifier().getDisplayName()).contains("PlantedLeak");
            assertThat(failure.getException())
                    .hasMessageContaining("left behind")
                    .hasMessageContaining("socket:[");
        });
        PlantedLeak.socket.close();

        assertThat(failuresOf(LateEnd.class)).isEmpty();
    }

    /** Who was joined has ended, but is listed for a moment more. */
    private static void nothingIsLeftSince(Footprint before) {
        Eventually.passes(
                () -> assertThat(Footprint.take().minus(before).describe()).isEmpty(), LeakCheck.GRACE);
    }

    private static List<TestExecutionSummary.Failure> failuresOf(Class<?> testClass) {
        var listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(testClass))
                                .build(),
                        listener);
        return listener.getSummary().getFailures();
    }

    @ExtendWith(LeakCheck.class)
    static class PlantedLeak {

        static DatagramSocket socket;

        @Test
        void forgets_a_socket() throws Exception {
            socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        }
    }

    @ExtendWith(LeakCheck.class)
    static class LateEnd {

        @Test
        void leaves_a_thread_that_is_about_to_end() {
            new Thread(() -> LockSupport.parkNanos(500_000_000), "late").start();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
