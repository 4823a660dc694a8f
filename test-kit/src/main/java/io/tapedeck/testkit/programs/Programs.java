package io.tapedeck.testkit.programs;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs on the PATH. */
public final class Programs {

    private Programs() {}

    /** @param name without a directory, such as {@code ffprobe} */
    public static Optional<Path> find(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** Skips the test on a machine without the program and says so; with {@code CI=true} such a machine fails it. */
    public static void require(String name) {
        boolean there = find(name).isPresent();
        if (!there && "true".equals(System.getenv("CI"))) {
            Assertions.fail(name + " is not installed, and with CI=true nothing is skipped");
        }
        Assumptions.assumeTrue(there, () -> name + " is not installed");
    }
}
