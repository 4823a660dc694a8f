package io.tapedeck.testkit.rtp;

import io.tapedeck.protocol.ip.UdpFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * The UDP datagrams of a capture file (classic pcap; Ethernet, also with VLAN tags, or raw IP) and their replay at the
 * pace at which they were captured.
 *
 * <pre>
 * magic(4) major(2) minor(2) zone(4) accuracy(4) snapshot length(4) link type(4)
 * { seconds(4) micro- or nanoseconds(4) captured length(4) original length(4) frame }*
 * </pre>
 */
public final class PcapReplay {

    private static final int MICROSECONDS = 0xA1B2C3D4;
    private static final int NANOSECONDS = 0xA1B23C4D;
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int LINK_ETHERNET = 1;
    private static final int LINK_RAW = 101;
    private static final int ETHERNET_HEADER = 14;
    private static final int VLAN_TAG = 0x8100;

    private final List<Packet> packets;

    /** @param nanos since 1970 */
    public record Packet(long nanos, InetSocketAddress source, InetSocketAddress destination, ByteBuffer payload) {}

    private PcapReplay(List<Packet> packets) {
        this.packets = List.copyOf(packets);
    }

    public static PcapReplay read(Path file) {
        try {
            return read(ByteBuffer.wrap(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** @throws IllegalArgumentException when it is no pcap file of these kinds; a torn last record is left out */
    public static PcapReplay read(ByteBuffer file) {
        int nanosPerTick = order(file);
        int link = file.getInt(20) & 0xFFFF;
        if (link != LINK_ETHERNET && link != LINK_RAW) {
            throw new IllegalArgumentException("link type " + link + " is not supported");
        }
        var packets = new ArrayList<Packet>();
        int at = FILE_HEADER;
        while (at + RECORD_HEADER <= file.limit()) {
            int length = file.getInt(at + 8);
            if (length < 0 || length > file.limit() - at - RECORD_HEADER) {
                break;
            }
            long seconds = Integer.toUnsignedLong(file.getInt(at));
            long nanos = seconds * 1_000_000_000L + Integer.toUnsignedLong(file.getInt(at + 4)) * nanosPerTick;
            addDatagram(packets, nanos, file.slice(at + RECORD_HEADER, length), link);
            at += RECORD_HEADER + length;
        }
        return new PcapReplay(packets);
    }

    private static int order(ByteBuffer file) {
        if (file.limit() >= FILE_HEADER) {
            for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
                int magic = file.order(order).getInt(0);
                if (magic == MICROSECONDS || magic == NANOSECONDS) {
                    return magic == MICROSECONDS ? 1_000 : 1;
                }
            }
        }
        throw new IllegalArgumentException("not a pcap file");
    }

    private static void addDatagram(List<Packet> packets, long nanos, ByteBuffer frame, int link) {
        int header = link == LINK_RAW ? 0 : ethernetHeader(frame);
        var udp = new UdpFrame();
        if (header >= frame.limit() || !udp.wrap(frame.slice(header, frame.limit() - header))) {
            return;
        }
        packets.add(new Packet(
                nanos,
                address(udp.sourceAddress(), udp.sourcePort()),
                address(udp.destinationAddress(), udp.destinationPort()),
                frame.slice(header + udp.payloadOffset(), udp.payloadLength())));
    }

    private static int ethernetHeader(ByteBuffer frame) {
        int header = ETHERNET_HEADER;
        while (header <= frame.limit() && (frame.getShort(header - 2) & 0xFFFF) == VLAN_TAG) {
            header += 4;
        }
        return header;
    }

    private static InetSocketAddress address(byte[] address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException("not an address", impossible);
        }
    }

    public List<Packet> packets() {
        return packets;
    }

    /**
     * Sends the chosen datagrams one after the other, each at its distance from the first, and returns after the last.
     *
     * @param speed 1 for the captured pace, 10 for ten times as fast
     * @return how many were sent
     */
    public int play(RtpEndpoint from, InetSocketAddress to, Predicate<Packet> which, double speed) {
        List<Packet> chosen = packets.stream().filter(which).toList();
        long begin = System.nanoTime();
        for (Packet packet : chosen) {
            long due = begin + (long) ((packet.nanos - chosen.getFirst().nanos) / speed);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            byte[] bytes = new byte[packet.payload.remaining()];
            packet.payload.get(packet.payload.position(), bytes);
            from.send(to, bytes);
        }
        return chosen.size();
    }
}
