package io.tapedeck.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One platform for all test classes that do it no harm; started for the first of them, stopped after the last. */
final class SharedPlatform implements ParameterResolver {

    /** Keeps every port that is listened on below the range from which the system takes ports for clients. */
    private static final int PORT_OFFSET = 10_000;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == RunningPlatform.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedPlatform.class))
                .computeIfAbsent(RunningPlatform.class, _ -> RunningPlatform.start(freshFolder(), PORT_OFFSET));
    }

    private static Path freshFolder() {
        try {
            return Files.createTempDirectory("tapedeck-acceptance").resolve("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
