package io.tapedeck.protocol.ip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutDatagramTest {

    private static final int PAYLOAD = 172;

    private final UdpFrame udp = new UdpFrame();

    @ParameterizedTest
    @ValueSource(ints = {4, 16})
    void what_was_captured_of_a_datagram_is_read(int addressBytes) {
        ByteBuffer whole = datagram(addressBytes);
        int headers = UdpFrame.headerLength(addressBytes == 16);

        for (int length = 20; length < whole.limit(); length++) {
            ByteBuffer cut = whole.duplicate().limit(length);

            assertThat(CutDatagram.isCut(cut)).isTrue();
            ByteBuffer shortened = CutDatagram.shortened(cut);
            if (length < headers) {
                assertThat(shortened).isNull();
                continue;
            }
            assertThat(udp.wrap(Objects.requireNonNull(shortened))).isTrue();
            assertThat(udp.payloadLength()).isEqualTo(length - headers);
            assertThat(udp.destinationPort()).isEqualTo(2);
        }
        assertThat(CutDatagram.isCut(whole)).isFalse();
    }

    private static ByteBuffer datagram(int addressBytes) {
        var address = new byte[addressBytes];
        ByteBuffer packet = ByteBuffer.allocate(UdpFrame.headerLength(addressBytes == 16) + PAYLOAD);
        UdpFrame.writeHeader(packet, address, 1, address, 2, PAYLOAD);
        while (packet.hasRemaining()) {
            packet.put((byte) packet.position());
        }
        return packet.flip();
    }
}
