package io.tapedeck.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PlatformPortsTest {

    private static final PlatformPorts MOVED = new PlatformPorts(11_500);

    @Test
    void all_ports_move_together() {
        assertThat(MOVED.sip()).isEqualTo(16_560);
        assertThat(MOVED.http()).isEqualTo(19_580);
        assertThat(MOVED.ng()).isEqualTo(13_723);
        assertThat(MOVED.rtpRange()).isEqualTo("41500-51499");
    }

    @Test
    void an_offset_that_leaves_the_range_of_ports_is_refused() {
        assertThatThrownBy(() -> new PlatformPorts(25_537)).hasMessageContaining("25536");
        assertThatThrownBy(() -> new PlatformPorts(-1)).hasMessageContaining("between 0");
    }

    @Test
    void ports_that_somebody_holds_are_named() throws IOException {
        var loopback = InetAddress.getLoopbackAddress();

        try (var kafka = new ServerSocket();
                var ng = new DatagramSocket(new InetSocketAddress(loopback, MOVED.ng()))) {
            kafka.bind(new InetSocketAddress(loopback, MOVED.kafka()));

            assertThat(ng.isBound()).isTrue();
            assertThat(MOVED.conflicts())
                    .anyMatch(conflict -> conflict.startsWith("TCP port " + MOVED.kafka()))
                    .anyMatch(conflict -> conflict.startsWith("UDP port " + MOVED.ng()))
                    .hasSize(2);
        }
    }
}
