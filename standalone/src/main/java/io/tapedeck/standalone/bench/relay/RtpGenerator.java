package io.tapedeck.standalone.bench.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code bench/rtpgen.c}, compiled when it is first needed. Written in C, so that the load costs less than the relay. */
public final class RtpGenerator {

    private final List<String> command;

    private RtpGenerator(List<String> command) {
        this.command = command;
    }

    /**
     * @param command a compiled generator, words before it (such as {@code taskset -c 0}) included
     */
    public static RtpGenerator at(List<String> command) {
        return new RtpGenerator(List.copyOf(command));
    }

    /** Compiles the source of a source tree; a result newer than the source is kept. */
    public static Path compiled(Path home) throws IOException, InterruptedException {
        Path source = home.resolve("bench/rtpgen.c");
        Path program = home.resolve("target/rtpgen");
        if (!Files.exists(source)) {
            throw new IOException("no " + source + ": give a compiled generator with --generator");
        }
        if (Files.exists(program)
                && Files.getLastModifiedTime(program).compareTo(Files.getLastModifiedTime(source)) > 0) {
            return program;
        }
        Files.createDirectories(program.getParent());
        var compiler = new ProcessBuilder(
                        "gcc", "-O2", "-Wall", "-pthread", "-o", program.toString(), source.toString())
                .inheritIO()
                .start();
        if (compiler.waitFor() != 0) {
            throw new IOException("gcc could not compile " + source);
        }
        return program;
    }

    /**
     * @param pairs a line per leg
     * @param load the settling time included in its duration
     */
    Run start(Path pairs, RelayLoad load) throws IOException {
        var words = new ArrayList<>(command);
        words.addAll(List.of(
                "-q",
                "-j",
                "-T",
                "100",
                "-d",
                seconds(load.settle().plus(load.duration())),
                "-s",
                seconds(load.settle()),
                pairs.toString()));
        return new Run(new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private static String seconds(Duration duration) {
        return String.valueOf(duration.toMillis() / 1000.0);
    }

    /** A generator at work. */
    record Run(Process process) implements AutoCloseable {

        /** Waits for the end. */
        JsonNode result() throws IOException {
            JsonNode result = JsonMapper.builder().build().readTree(process.getInputStream());
            if (result == null || !result.has("sent")) {
                throw new IOException("the generator ended without a result");
            }
            return result;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
