package io.tapedeck.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code ./tapedeck} as a user does. The build has just filled the class path, so it need not build again. */
final class Launcher {

    static final String ADMIN_PASSWORD = "acceptance-password";

    /** What lives for a minute is not worth the compiler's best: a start takes three quarters of the work. */
    private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

    private Launcher() {}

    /** The top of the source tree, where {@code tapedeck} lies. */
    static Path home() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(folder.resolve("tapedeck"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("no ./tapedeck above the working directory");
            }
        }
        return folder;
    }

    static Process start(Path output, Map<String, String> environment, String... arguments) {
        var command = new ArrayList<String>();
        command.add(home().resolve("tapedeck").toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(output.toFile()));
        builder.environment().put("TAPEDECK_NO_BUILD", "1");
        builder.environment().put("TAPEDECK_ADMIN_PASSWORD", ADMIN_PASSWORD);
        builder.environment().putAll(environment);
        try {
            // a killed process leaves there what goes with the test
            Path temporary = Files.createDirectories(output.resolveSibling("tmp"));
            String options = SHORT_LIVED + " -Djava.io.tmpdir=" + temporary;
            builder.environment().merge("TAPEDECK_JAVA_OPTS", options, (theirs, ours) -> theirs + " " + ours);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs to the end; the exit code and everything that was printed. */
    static Result run(Path output, Map<String, String> environment, String... arguments) {
        Process process = start(output, environment, arguments);
        try {
            if (!process.waitFor(6, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "./tapedeck " + String.join(" ", arguments) + " did not end:\n" + read(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return new Result(process.exitValue(), read(output));
    }

    record Result(int exitCode, String output) {}

    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
