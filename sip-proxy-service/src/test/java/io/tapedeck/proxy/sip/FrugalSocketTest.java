package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrugalSocketTest {

    private static final int LARGE = 40_000;

    @Test
    void a_datagram_of_any_size_arrives_whole_in_an_array_of_just_its_size() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (var socket = new FrugalSocket(0, here);
                var sender = new DatagramSocket(0, here)) {
            byte[] large = bytes(LARGE, (byte) 1);
            byte[] small = bytes(3, (byte) 2);
            sender.send(new DatagramPacket(large, large.length, here, socket.getLocalPort()));
            sender.send(new DatagramPacket(small, small.length, here, socket.getLocalPort()));

            DatagramPacket first = received(socket);
            DatagramPacket second = received(socket);

            assertThat(first.getData()).isEqualTo(large);
            assertThat(first.getLength()).isEqualTo(LARGE);
            assertThat(second.getData()).isEqualTo(small);
            assertThat(second.getSocketAddress()).isEqualTo(sender.getLocalSocketAddress());
        }
    }

    private static DatagramPacket received(FrugalSocket socket) throws IOException {
        var packet = new DatagramPacket(new byte[FrugalSocket.PLACEHOLDER], FrugalSocket.PLACEHOLDER);
        socket.receive(packet);
        return packet;
    }

    private static byte[] bytes(int length, byte value) {
        var bytes = new byte[length];
        Arrays.fill(bytes, value);
        return bytes;
    }
}
