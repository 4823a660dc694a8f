package io.tapedeck.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

class ContainersTest {

    @Test
    void containers_are_used_only_on_request() {
        assertThat(Containers.requested()).isEqualTo("true".equals(System.getProperty(Containers.PROPERTY)));
    }

    @Test
    void without_a_docker_engine_the_failure_says_what_is_missing() {
        assumeFalse(DockerClientFactory.instance().isDockerAvailable(), "there is a Docker engine");

        assertThatThrownBy(Containers::requireDocker)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no Docker engine answers");
    }
}
