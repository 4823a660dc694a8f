package io.tapedeck.conversion.pcap;

import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.srtp.SdesKey;
import io.tapedeck.protocol.srtp.SrtpReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decrypts what one party sends on one line. One thread. */
final class Opener {

    private final List<SrtpReader> readers = new ArrayList<>();

    Opener(List<SdesKey> keys) {
        keys.forEach(key -> readers.add(SrtpReader.thorough(key)));
    }

    /** The packet itself where nothing is encrypted; null when it is not authentic. */
    @Nullable
    ByteBuffer open(UdpFrame udp, ByteBuffer packet) {
        if (readers.isEmpty()) {
            return packet;
        }
        for (SrtpReader reader : readers) {
            ByteBuffer payload = ByteBuffer.allocate(udp.payloadLength())
                    .put(packet.slice(udp.payloadOffset(), udp.payloadLength()))
                    .flip();
            if (reader.open(payload)) {
                return framed(udp, payload);
            }
        }
        return null;
    }

    private static ByteBuffer framed(UdpFrame udp, ByteBuffer payload) {
        byte[] source = udp.sourceAddress();
        var frame = ByteBuffer.allocate(UdpFrame.headerLength(source.length > 4) + payload.remaining());
        UdpFrame.writeHeader(
                frame, source, udp.sourcePort(), udp.destinationAddress(), udp.destinationPort(), payload.remaining());
        return frame.put(payload).flip();
    }
}
