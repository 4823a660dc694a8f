package io.tapedeck.testkit.servers;

import org.testcontainers.DockerClientFactory;

/** Whether the servers shall come from containers: {@code -Dtapedeck.testcontainers=true}. */
final class Containers {

    static final String PROPERTY = "tapedeck.testcontainers";

    private Containers() {}

    static boolean requested() {
        return Boolean.getBoolean(PROPERTY);
    }

    /** Called before the first container, so that the failure says what is missing instead of a stack of clients. */
    static void requireDocker() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new IllegalStateException("-D" + PROPERTY
                    + "=true was given, but no Docker engine answers; start one or leave the property out");
        }
    }
}
