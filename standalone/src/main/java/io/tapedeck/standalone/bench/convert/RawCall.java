package io.tapedeck.standalone.bench.convert;

import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.RawFile;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.workspace.Checksum;
import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.pcapng.PcapngWriter;
import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.standalone.bench.convert.SpokenCall.Spoken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A raw capture of any length, as a capture node would have left it.
 *
 * @param startedAt the moment of the first packet
 */
record RawCall(Path file, RawFile raw, List<MediaStream> streams, Instant startedAt, Duration duration) {

    private static final Instant START = Instant.parse("2030-01-07T09:00:00Z");
    private static final int BUFFER = 1 << 20;
    private static final int LONGEST_BLOCK = 1 << 17;
    private static final byte[] CALLER = {(byte) 192, 0, 2, 1};
    private static final byte[] CALLEE = {(byte) 192, 0, 2, 2};

    RawCall {
        streams = List.copyOf(streams);
    }

    /** Repeats a fixture until it is that long. */
    static RawCall of(Path file, Path fixtures, String name, Duration duration) throws IOException {
        try {
            return write(file, SpokenCall.fixture(fixtures, name), duration);
        } catch (JobFailure e) {
            throw new IOException(name + ": " + e.sentence(), e);
        }
    }

    /** Writes the short call again and again until it is that long. */
    private static RawCall write(Path file, SpokenCall call, Duration duration) throws IOException {
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            new Pen(out, call).write(duration);
        }
        Checksum checksum = Checksum.of(file);
        var raw = new RawFile(file.toUri(), checksum.bytes(), checksum.sha256());
        return new RawCall(file, raw, call.streams(), START, duration);
    }

    /** Writes one file. */
    private static final class Pen {

        private final FileChannel out;
        private final SpokenCall call;
        private final Map<Integer, Integer> steps;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        private final ByteBuffer frame = ByteBuffer.allocate(LONGEST_BLOCK);
        private final RtpPacketView rtp = new RtpPacketView();

        Pen(FileChannel out, SpokenCall call) {
            this.out = out;
            this.call = call;
            this.steps = call.sequenceSteps();
        }

        void write(Duration duration) throws IOException {
            PcapngWriter.sectionHeader(buffer, null, "tapedeck bench");
            PcapngWriter.interfaceDescription(buffer, PcapngWriter.LINKTYPE_RAW, "caller", "", null);
            PcapngWriter.interfaceDescription(buffer, PcapngWriter.LINKTYPE_RAW, "callee", "", null);
            long piece = call.pieceNanos();
            for (int round = 0; round * piece < duration.toNanos(); round++) {
                writeOnce(round, round * piece, duration.toNanos());
            }
            drain();
        }

        private void writeOnce(int round, long shift, long end) throws IOException {
            for (Spoken packet : call.spoken()) {
                if (packet.nanos() + shift < end && rtp.wrap(ByteBuffer.wrap(packet.rtp()))) {
                    write(packet, round, shift);
                }
            }
        }

        private void write(Spoken packet, int round, long shift) throws IOException {
            byte[] bytes = packet.rtp();
            boolean fromCaller = packet.side() == 0;
            frame.clear();
            UdpFrame.writeHeader(
                    frame, fromCaller ? CALLER : CALLEE, 20_000, fromCaller ? CALLEE : CALLER, 30_000, bytes.length);
            int start = frame.position();
            frame.put(bytes).flip();
            frame.putShort(start + 2, (short) (rtp.sequenceNumber() + round * steps.getOrDefault(rtp.ssrc(), 0)));
            frame.putInt(start + 4, rtp.timestamp() + call.ticks(packet, shift));
            if (buffer.remaining() < LONGEST_BLOCK) {
                drain();
            }
            long at = START.getEpochSecond() * 1_000_000_000L + packet.nanos() + shift;
            PcapngWriter.enhancedPacket(buffer, packet.side(), at, frame);
        }

        private void drain() throws IOException {
            buffer.flip();
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            buffer.clear();
        }
    }
}
