package io.tapedeck.acceptance;

import io.tapedeck.testkit.servers.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One platform for all test classes that do it no harm; started for the first of them, stopped after the last. */
final class SharedPlatform implements ParameterResolver {

    /** Keeps every port that is listened on below the range from which the system takes ports for clients. */
    private static final int PORT_OFFSET = 10_000;

    private static final int DEPTH_OF_LOGS = 3;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == RunningPlatform.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedPlatform.class))
                .computeIfAbsent(Shared.class, _ -> Shared.start(), Shared.class)
                .platform();
    }

    /** A platform and its folder, which goes with it but for the logs. */
    private record Shared(Path folder, RunningPlatform platform) implements AutoCloseable {

        static Shared start() {
            Path folder = freshFolder();
            try {
                return new Shared(folder, RunningPlatform.start(folder.resolve("data"), PORT_OFFSET));
            } catch (AssertionError | RuntimeException failure) {
                remove(folder);
                throw failure;
            }
        }

        private static Path freshFolder() {
            try {
                return Files.createTempDirectory("tapedeck-acceptance");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void remove(Path folder) {
            try {
                keepLogs(folder);
            } finally {
                Directories.delete(folder);
            }
        }

        /** People look for them when a test has failed. */
        private static void keepLogs(Path folder) {
            Path kept = Path.of("target", "platform-logs");
            try (Stream<Path> files = Files.walk(folder, DEPTH_OF_LOGS)) {
                Files.createDirectories(kept);
                for (Path log :
                        files.filter(file -> file.toString().endsWith(".log")).toList()) {
                    Files.copy(log, kept.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                platform.close();
            } finally {
                remove(folder);
            }
        }
    }
}
