package io.tapedeck.standalone;

import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Component;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.contracts.captures.RawFile;
import io.tapedeck.conversion.workspace.Checksum;
import io.tapedeck.protocol.codec.G711;
import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.pcapng.PcapngWriter;
import io.tapedeck.protocol.rtp.RtpPackets;
import io.tapedeck.testkit.audio.AudioSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Raw captures of two seconds in which the caller whistles, as a capture node leaves them. */
final class SpokenCapture {

    static final Instant STARTED = Instant.parse("2030-01-07T09:00:00Z");
    static final Duration DURATION = Duration.ofSeconds(2);
    static final double TONE = 400;

    private static final int TYPE = 0;
    private static final int FRAME = 160;
    private static final byte[] CALLER = {(byte) 192, 0, 2, 1};
    private static final byte[] CALLEE = {(byte) 192, 0, 2, 2};

    private SpokenCapture() {}

    static List<MediaStream> streams(String encoding) {
        var format = new PayloadFormat(TYPE, encoding, encoding.equals("OPUS") ? 48_000 : 8_000, 1, "");
        return List.of(new MediaStream(0, Side.CALLER, "audio", 0, Component.RTP, List.of(format)));
    }

    /** G.711. */
    static void write(Path file) throws IOException {
        short[] tone = AudioSource.tone(TONE).first((int) DURATION.toMillis());
        var packets = new ByteBuffer[tone.length / FRAME];
        for (int n = 0; n < packets.length; n++) {
            var payload = new byte[FRAME];
            for (int i = 0; i < FRAME; i++) {
                payload[i] = G711.encodeMuLaw(tone[n * FRAME + i]);
            }
            packets[n] = rtp(n, payload);
        }
        write(file, packets);
    }

    /** RTP packets whose payload no decoder of Opus takes. */
    static void writeRubbish(Path file) throws IOException {
        var packets = new ByteBuffer[100];
        Arrays.setAll(packets, n -> rtp(n, new byte[] {(byte) 0xFF}));
        write(file, packets);
    }

    /** Nothing but a receiver report. */
    static void writeReports(Path file) throws IOException {
        write(file, ByteBuffer.wrap(new byte[] {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 7}));
    }

    static RawFile raw(Path file) throws IOException {
        Checksum checksum = Checksum.of(file);
        return new RawFile(file.toUri(), checksum.bytes(), checksum.sha256());
    }

    private static ByteBuffer rtp(int number, byte[] payload) {
        var rtp = ByteBuffer.allocate(RtpPackets.HEADER_LENGTH + payload.length);
        RtpPackets.write(rtp, TYPE, false, number, number * FRAME, 7, ByteBuffer.wrap(payload));
        return rtp.flip();
    }

    private static void write(Path file, ByteBuffer... packets) throws IOException {
        var blocks = ByteBuffer.allocate(1 << 16);
        PcapngWriter.sectionHeader(blocks, null, "test");
        PcapngWriter.interfaceDescription(blocks, PcapngWriter.LINKTYPE_RAW, "caller", "", null);
        long nanos = STARTED.getEpochSecond() * 1_000_000_000L;
        for (ByteBuffer packet : packets) {
            var frame = ByteBuffer.allocate(UdpFrame.headerLength(false) + packet.remaining());
            UdpFrame.writeHeader(frame, CALLER, 20_000, CALLEE, 30_000, packet.remaining());
            PcapngWriter.enhancedPacket(blocks, 0, nanos, frame.put(packet).flip());
            nanos += 20_000_000;
        }
        Files.write(file, Arrays.copyOf(blocks.array(), blocks.position()));
    }
}
