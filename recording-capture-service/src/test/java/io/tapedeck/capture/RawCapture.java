package io.tapedeck.capture;

import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.pcapng.PcapngBlock;
import io.tapedeck.protocol.pcapng.PcapngException;
import io.tapedeck.protocol.pcapng.PcapngReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A raw capture as a reader finds it. */
public record RawCapture(List<PcapngBlock.InterfaceDescription> interfaces, List<Packet> packets) {

    public static RawCapture read(Path file) {
        try {
            return read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RawCapture read(byte[] bytes) {
        List<PcapngBlock.InterfaceDescription> interfaces = new ArrayList<>();
        List<Packet> packets = new ArrayList<>();
        var reader = new PcapngReader();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            for (PcapngBlock block = reader.next(in); block != null; block = reader.next(in)) {
                switch (block) {
                    case PcapngBlock.InterfaceDescription description -> interfaces.add(description);
                    case PcapngBlock.EnhancedPacket packet -> packets.add(packetOf(packet));
                    case PcapngBlock.SectionHeader _, PcapngBlock.SimplePacket _, PcapngBlock.Other _ -> {
                        // not counted here
                    }
                }
            }
        } catch (PcapngException e) {
            throw new AssertionError("not pcapng", e);
        }
        if (in.hasRemaining()) {
            throw new AssertionError(in.remaining() + " bytes behind the last block");
        }
        return new RawCapture(interfaces, packets);
    }

    private static Packet packetOf(PcapngBlock.EnhancedPacket packet) {
        var udp = new UdpFrame();
        ByteBuffer frame = packet.frame();
        if (!udp.wrap(frame)) {
            throw new AssertionError("no UDP frame");
        }
        byte[] payload = new byte[udp.payloadLength()];
        frame.get(udp.payloadOffset(), payload);
        return new Packet(
                packet.interfaceIndex(), packet.unixNanos(), udp.sourcePort(), udp.destinationPort(), payload);
    }

    public List<byte[]> payloadsOf(int interfaceIndex) {
        return packets.stream()
                .filter(packet -> packet.interfaceIndex() == interfaceIndex)
                .map(Packet::payload)
                .toList();
    }

    /** @param unixNanos when it arrived */
    public record Packet(int interfaceIndex, long unixNanos, int sourcePort, int destinationPort, byte[] payload) {}
}
