package io.tapedeck.testkit.leaks;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The threads alive now, platform and virtual, by id; without those that belong to the JVM and the test engine. */
final class LiveThreads {

    /** First lines of the threads in {@code jcmd Thread.dump_to_file}: {@code #22 "name" virtual …}. */
    private static final Pattern VIRTUAL = Pattern.compile("^#(\\d+) \"(.*)\" virtual.*$");

    /** Each of these starts by itself at some time, belongs to no test and ends with the JVM. */
    private static final Pattern NOBODYS = Pattern.compile("main"
            + "|process reaper.*|ForkJoinPool.*|CompletableFutureDelayScheduler"
            + "|VirtualThread-un.*|.*Poller(-\\d+)?|Keep-Alive-Timer.*"
            + "|Cleaner-\\d+|Common-Cleaner|Reference Handler|Finalizer|Attach Listener|Signal Dispatcher"
            + "|Notification Thread|JFR .*|RMI .*|JMX .*"
            + "|surefire-.*|ping-timer-.*|last-ditch-.*|junit-.*"
            + "|mysql-cj-abandoned.*|PostgreSQL-JDBC-Cleaner|PostgreSQL-JDBC-SharedTimer-.*" // daemons of drivers
            + "|metrics-meter-tick-thread-\\d+"); // of the metrics library inside the Kafka broker, one per JVM

    private LiveThreads() {}

    /** Names by thread id. */
    static Map<Long, String> now() {
        var threads = new HashMap<Long, String>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            threads.put(thread.threadId(), thread.getName());
        }
        threads.putAll(virtualThreads());
        threads.values().removeIf(name -> NOBODYS.matcher(name).matches());
        return threads;
    }

    /** Virtual threads cannot be enumerated by any API but this dump. */
    private static Map<Long, String> virtualThreads() {
        try {
            Path directory = Files.createTempDirectory("threads");
            Path dump = directory.resolve("dump.txt");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
                return parse(dump);
            } finally {
                Files.deleteIfExists(dump);
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no thread dump", e);
        }
    }

    private static Map<Long, String> parse(Path dump) throws IOException {
        var threads = new HashMap<Long, String>();
        try (Stream<String> lines = Files.lines(dump)) {
            lines.map(VIRTUAL::matcher)
                    .filter(matcher -> matcher.matches())
                    .forEach(matcher -> threads.put(Long.valueOf(matcher.group(1)), virtualName(matcher.group(2))));
        }
        return threads;
    }

    private static String virtualName(String name) {
        return name.isEmpty() ? "(a virtual thread without a name)" : name;
    }
}
