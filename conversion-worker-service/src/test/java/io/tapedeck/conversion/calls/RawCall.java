package io.tapedeck.conversion.calls;

import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Component;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.pcapng.PcapngWriter;
import io.tapedeck.protocol.rtp.RtpPackets;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A call made by a test: RTP packets with arrival times, written as a capture node would. Interface 0 is the caller. */
public final class RawCall {

    public static final List<MediaStream> G711 = List.of(
            stream(
                    0,
                    Side.CALLER,
                    new PayloadFormat(0, "PCMU", 8000, 1, ""),
                    new PayloadFormat(8, "PCMA", 8000, 1, "")),
            stream(
                    1,
                    Side.CALLEE,
                    new PayloadFormat(0, "PCMU", 8000, 1, ""),
                    new PayloadFormat(8, "PCMA", 8000, 1, "")));

    private static final byte[] CALLER = {(byte) 192, 0, 2, 1};
    private static final byte[] CALLEE = {(byte) 192, 0, 2, 2};

    private record Arrival(int side, long unixNanos, ByteBuffer frame) {}

    private final List<Arrival> arrivals = new ArrayList<>();

    public static MediaStream stream(int index, Side side, PayloadFormat... payloads) {
        return new MediaStream(index, side, "audio", 0, Component.RTP, List.of(payloads));
    }

    /**
     * @param side the interface: even ones are the caller's, from 2 on of the second media line
     * @param rtp a whole UDP payload
     */
    public void add(int side, long unixNanos, ByteBuffer rtp) {
        var frame = ByteBuffer.allocate(UdpFrame.headerLength(false) + rtp.remaining());
        byte[] from = side % 2 == 0 ? CALLER : CALLEE;
        byte[] to = side % 2 == 0 ? CALLEE : CALLER;
        int line = side / 2 * 2;
        UdpFrame.writeHeader(frame, from, 20_000 + line, to, 30_000 + line, rtp.remaining());
        frame.put(rtp.duplicate()).flip();
        arrivals.add(new Arrival(side, unixNanos, frame));
    }

    /** @param frame with its IP header */
    public void addFrame(int side, long unixNanos, ByteBuffer frame) {
        arrivals.add(new Arrival(side, unixNanos, frame));
    }

    public void add(int side, Instant arrival, int payloadType, int sequence, int timestamp, int ssrc, byte[] payload) {
        var rtp = ByteBuffer.allocate(RtpPackets.HEADER_LENGTH + payload.length);
        RtpPackets.write(rtp, payloadType, false, sequence, timestamp, ssrc, ByteBuffer.wrap(payload));
        add(side, arrival.getEpochSecond() * 1_000_000_000L + arrival.getNano(), rtp.flip());
    }

    /** What the platform plays to a party, on interface 2 or 3. */
    public static MediaStream played(int index, Side hears) {
        return new MediaStream(
                index,
                hears,
                "audio",
                0,
                Component.RTP,
                List.of(new PayloadFormat(0, "PCMU", 8000, 1, "")),
                MediaStream.Origin.PLAYED);
    }

    /** Adds what a phone sends for these samples in 20 ms packets without jitter. */
    public RawCall speak(int side, Instant from, int payloadType, short[] samples) {
        for (int at = 0; at + 160 <= samples.length; at += 160) {
            byte[] payload = Tones.encode(payloadType, samples, at, 160);
            add(side, from.plusNanos(at * 125_000L), payloadType, at / 160, at, 77 + side, payload);
        }
        return this;
    }

    /** Takes a frame, as a time line does. */
    public interface Listener {
        void accept(int interfaceIndex, long unixNanos, ByteBuffer frame);
    }

    /** Gives the frames in the order of their arrival. */
    public void replay(Listener listener) {
        arrivals.stream()
                .sorted(Comparator.comparingLong(Arrival::unixNanos))
                .forEach(arrival -> listener.accept(
                        arrival.side(), arrival.unixNanos(), arrival.frame().duplicate()));
    }

    public byte[] toPcapng() {
        var out = new ByteArrayOutputStream();
        var block = ByteBuffer.allocate(1 << 17);
        PcapngWriter.sectionHeader(block, null, "test");
        int interfaces =
                Math.max(4, 1 + arrivals.stream().mapToInt(Arrival::side).max().orElse(0));
        for (int i = 0; i < interfaces; i++) {
            PcapngWriter.interfaceDescription(
                    block, PcapngWriter.LINKTYPE_RAW, i % 2 == 0 ? "caller" : "callee", "", null);
        }
        drain(block, out);
        arrivals.stream().sorted(Comparator.comparingLong(Arrival::unixNanos)).forEach(arrival -> {
            PcapngWriter.enhancedPacket(
                    block, arrival.side(), arrival.unixNanos(), arrival.frame().duplicate());
            drain(block, out);
        });
        return out.toByteArray();
    }

    public Path writeTo(Path file) throws java.io.IOException {
        return Files.write(file, toPcapng());
    }

    private static void drain(ByteBuffer block, ByteArrayOutputStream out) {
        out.write(block.array(), 0, block.position());
        block.clear();
    }
}
