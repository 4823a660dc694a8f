package io.tapedeck.standalone.bench.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What Linux counts for a process with all its threads, and for the machine's disks, up to a moment.
 *
 * @param cpuTicks in user and in system mode
 * @param writtenBytes caused to be written to a disk, at some time
 * @param diskWrites writes that the machine's disks completed, whoever asked for them
 */
record ProcessFigures(long cpuTicks, long residentKibibytes, long writtenBytes, long diskWrites) {

    /** USER_HZ, in which Linux tells user space all times whatever the kernel's own clock. */
    private static final double TICKS_PER_SECOND = 100;

    /** Counted from behind the program's name, which may contain spaces. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;
    private static final int DISK_NAME = 2;
    private static final int WRITES_COMPLETED = 7;

    static ProcessFigures of(long pid) throws IOException {
        Path process = Path.of("/proc", String.valueOf(pid));
        String stat = Files.readString(process.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new ProcessFigures(
                Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]),
                value(process.resolve("status"), "VmRSS:"),
                value(process.resolve("io"), "write_bytes:"),
                completedWrites());
    }

    double cpuSecondsSince(ProcessFigures earlier) {
        return (cpuTicks - earlier.cpuTicks) / TICKS_PER_SECOND;
    }

    private static long value(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.split("\\s+", -1)[1]))
                .findFirst()
                .orElse(0);
    }

    /** Of whole disks only: partitions would count twice, and loop devices end up on a disk. */
    private static long completedWrites() throws IOException {
        List<String> disks;
        try (var blocks = Files.list(Path.of("/sys/block"))) {
            disks = blocks.map(block -> block.getFileName().toString())
                    .filter(name -> !name.matches("(loop|ram|zram|dm-|md).*"))
                    .toList();
        }
        return Files.readAllLines(Path.of("/proc/diskstats")).stream()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(fields -> disks.contains(fields[DISK_NAME]))
                .mapToLong(fields -> Long.parseLong(fields[WRITES_COMPLETED]))
                .sum();
    }
}
