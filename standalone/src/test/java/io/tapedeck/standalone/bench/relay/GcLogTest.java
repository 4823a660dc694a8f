package io.tapedeck.standalone.bench.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcLogTest {

    private static final String START =
            "[0.512s][info][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 60M->9M(256M) 7.100ms\n";
    private static final String RUN = """
            [9.001s][info][safepoint] Safepoint "G1CollectForAllocation", Time since last: 8 ns, Reaching safepoint: 5000 ns, At safepoint: 1300000 ns, Total: 1900000 ns
            [9.002s][info][gc] GC(1) Pause Young (Normal) (G1 Evacuation Pause) 150M->11M(256M) 1.234ms
            [19.002s][info][gc] GC(2) Pause Young (Normal) (G1 Evacuation Pause) 152M->12M(256M) 0.734ms
            """;

    @TempDir
    private Path folder;

    @Test
    void pauses_before_the_run_do_not_count() throws IOException {
        Path file = Files.writeString(folder.resolve("gc.log"), START + RUN);

        var log = GcLog.since(file, START.length());

        assertThat(log.longestPauseMillis()).isEqualTo(1.234);
        assertThat(log.longestSafepointMillis()).isEqualTo(1.9);
        assertThat(log.collections()).isEqualTo(2);
        assertThat(log.firstHeapMegabytes()).hasValue(11);
        assertThat(log.lastHeapMegabytes()).hasValue(12);
    }

    @Test
    void a_run_without_a_collection_has_no_pause() throws IOException {
        Path file = Files.writeString(folder.resolve("gc.log"), START);

        var log = GcLog.since(file, START.length());

        assertThat(log.longestPauseMillis()).isZero();
        assertThat(log.lastHeapMegabytes()).isEmpty();
    }

    @Test
    void zgcs_heap_is_read_from_its_own_form() throws IOException {
        Path file = Files.writeString(folder.resolve("gc.log"), """
                [5.1s][info][gc,phases] GC(3) y: Pause Mark Start (Minor) 0.012ms
                [5.2s][info][gc] GC(3) Minor Collection (Allocation Rate) 120M(12%)->30M(3%) 0.020s
                """);

        var log = GcLog.since(file, 0);

        assertThat(log.longestPauseMillis()).isEqualTo(0.012);
        assertThat(log.lastHeapMegabytes()).hasValue(30);
    }
}
