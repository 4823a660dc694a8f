package io.tapedeck.standalone.bench.convert;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What processes use, as Linux has it. */
final class Resources {

    private Resources() {}

    /** CPU time of this process, of all its threads, compilers and collectors among them. */
    static long cpuNanos() {
        var os = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return os.getProcessCpuTime();
    }

    /** Of another process; zero when it is gone. */
    static long cpuNanos(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /** Resident memory of this process. */
    static long residentKib() {
        return kib("self", "VmRSS:");
    }

    /** The most that a process ever had resident; zero when it is gone. */
    static long peakKib(long pid) {
        return kib(Long.toString(pid), "VmHWM:");
    }

    private static long kib(String process, String key) {
        try (var lines = Files.lines(Path.of("/proc", process, "status"))) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }
}
