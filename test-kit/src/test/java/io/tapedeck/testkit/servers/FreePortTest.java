package io.tapedeck.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortTest {

    @Test
    void a_port_can_be_listened_on_and_is_none_that_the_system_hands_out() throws Exception {
        int port = FreePort.any();

        try (var server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(server.getLocalPort()).isBetween(20_000, 24_999);
        }
    }

    @Test
    void nobody_gets_the_port_of_another() {
        Set<Integer> ports = new HashSet<>();

        for (int i = 0; i < 200; i++) {
            ports.add(FreePort.any());
        }

        assertThat(ports).hasSize(200);
    }
}
