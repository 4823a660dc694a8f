package io.tapedeck.protocol.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Jazzer (libFuzzer for the JVM) in a process of its own, so that its agent stays away from the other tests: it changes inputs,
 * keeps those that reach new code, and changes them on.
 */
final class JazzerRun {

    private static final String LARGEST_INPUT = "-max_len=4096";

    private final List<FuzzedParser> parsers;
    private final Path directory;
    private final Path corpus;

    /** @param directory is filled: the corpus, the log, and what broke something */
    JazzerRun(List<FuzzedParser> parsers, Path directory) throws IOException {
        this.parsers = parsers;
        this.directory = directory;
        this.corpus = Files.createDirectories(directory.resolve("corpus"));
        for (FuzzedParser parser : parsers) {
            Corpus.unpack(parser, corpus);
        }
    }

    Path corpus() {
        return corpus;
    }

    /** @param limit libFuzzer's, as {@code -runs=} or {@code -max_total_time=} */
    Outcome run(String... limit) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(java());
        command.add(LARGEST_INPUT);
        command.addAll(List.of(limit));
        command.addAll(List.of("-artifact_prefix=" + directory + "/", corpus.toString()));
        return finish(command);
    }

    /** Leaves in the directory only what the coverage needs. */
    Outcome merge(Path into) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of("-merge=1", LARGEST_INPUT, into.toString(), corpus.toString()));
        return finish(command);
    }

    private List<String> java() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-D" + FuzzEntry.PARSERS + "="
                        + parsers.stream().map(Enum::name).collect(Collectors.joining(",")),
                "-cp",
                path,
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + FuzzEntry.class.getName(),
                "--instrumentation_includes=io.tapedeck.protocol.**",
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.*",
                "--reproducer_path=" + directory);
    }

    private Outcome finish(List<String> command) throws IOException, InterruptedException {
        Path log = directory.resolve("jazzer.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            return new Outcome(process.waitFor(), Files.readString(log), broken());
        } finally {
            process.destroyForcibly();
        }
    }

    /** Inputs that broke a promise, in hexadecimal: to be fixed, and added to the corpus. */
    private List<String> broken() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(
                            file -> file.getFileName().toString().matches("(crash|timeout|oom|slow-unit)-[0-9a-f]+"))
                    .map(Corpus::hex)
                    .toList();
        }
    }

    record Outcome(int exit, String log, List<String> broken) {}
}
