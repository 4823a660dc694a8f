package io.tapedeck.standalone.platform;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Keeps from a service what Spring Boot would configure only because another service's library is on the common class
 * path: a database for the capture service, a login in front of the internal HTTP. {@link Services} names what to keep
 * away, by package.
 */
public final class OwnAutoConfigurations implements AutoConfigurationImportFilter, EnvironmentAware {

    /** Comma-separated prefixes of class names. */
    static final String FOREIGN = "tapedeck.foreign-auto-configurations";

    private List<String> foreign = List.of();

    @Override
    public void setEnvironment(Environment environment) {
        String prefixes = environment.getProperty(FOREIGN, "");
        foreign = Arrays.stream(prefixes.split(","))
                .filter(prefix -> !prefix.isBlank())
                .toList();
    }

    @Override
    public boolean[] match(@Nullable String[] classNames, AutoConfigurationMetadata metadata) {
        var matches = new boolean[classNames.length];
        for (int i = 0; i < classNames.length; i++) {
            String name = classNames[i];
            matches[i] = name == null || foreign.stream().noneMatch(name::startsWith);
        }
        return matches;
    }
}
