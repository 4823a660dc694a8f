package io.tapedeck.standalone.platform;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a conversion worker becomes a process of its own beside this one: the same JVM and class path, a small heap. */
public final class WorkerJvm {

    private static final List<String> INHERITED = List.of("-XX:AOTCache=", "-Xlog:aot", "-Djava.io.tmpdir=");

    private WorkerJvm() {}

    /**
     * @param options of the JVM, in addition to those that every worker gets
     * @param settings of the worker, {@code --name=value}
     */
    public static List<String> command(List<String> options, List<String> settings) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // What codecs and compiler give back goes back to the system: a worker is as large after 100,000 calls as after
        // 1,000.
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TrimNativeHeapInterval=5000"));
        command.addAll(List.of("-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED"));
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.addAll(inheritedOptions());
        command.addAll(options);
        command.addAll(List.of("-cp", ManagementFactory.getRuntimeMXBean().getClassPath()));
        command.addAll(List.of("io.tapedeck.standalone.Tapedeck", "service", Services.CONVERSION.moduleName()));
        command.add("--with-parent");
        command.addAll(settings);
        return command;
    }

    /** What the launcher gave this process to start fast with serves the worker as well, and so does its place for temporary files. */
    private static List<String> inheritedOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> INHERITED.stream().anyMatch(option::startsWith))
                .toList();
    }
}
