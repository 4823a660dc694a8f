package io.tapedeck.conversion.worker;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Component;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.conversion.job.CallLabel;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.job.Piece;
import io.tapedeck.conversion.media.Conversion;
import io.tapedeck.conversion.media.RawCapture;
import io.tapedeck.conversion.media.Rendition;
import io.tapedeck.conversion.workspace.AtomicOutput;
import io.tapedeck.conversion.workspace.Checksum;
import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.rtp.RtpPackets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converts a silent call into every format, so that native libraries are loaded and code is compiled before the first real
 * call waits for it.
 */
public final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private static final int SECONDS = 10;
    private static final int PACKETS_PER_SECOND = 50;
    private static final int SAMPLES_PER_PACKET = 160;
    private static final byte MU_LAW_SILENCE = (byte) 0xFF;

    private static final List<MediaStream> STREAMS = List.of(stream(0, Side.CALLER), stream(1, Side.CALLEE));

    private final Conversion conversion;
    private final Path workspace;

    public WarmUp(Conversion conversion, Path workspace) {
        this.conversion = conversion;
        this.workspace = workspace;
    }

    /** A failure here, even of a native library, is logged and no more: the jobs will tell better. */
    public void run() {
        long began = System.nanoTime();
        for (MediaFormat format : MediaFormat.values()) {
            convert(format, ChannelLayout.MONO);
            if (format != MediaFormat.AMR) { // has one channel
                convert(format, ChannelLayout.STEREO);
            }
        }
        LOG.info("warm after {} ms", Duration.ofNanos(System.nanoTime() - began).toMillis());
    }

    private void convert(MediaFormat format, ChannelLayout layout) {
        var plan = new MediaPlan(
                CallLabel.NONE,
                format,
                layout,
                0,
                Instant.EPOCH,
                List.of(new Piece(Duration.ZERO, Duration.ofSeconds(SECONDS), true)));
        try (var output = AtomicOutput.begin(workspace, workspace.resolve("warm-up"))) {
            conversion.convert(silentCall(), STREAMS, new Rendition(plan, output.draft()));
            Checksum.of(output.draft());
        } catch (JobFailure | IOException | RuntimeException | LinkageError e) {
            LOG.warn("warming up for {} failed: {}", format, e.toString());
        }
    }

    private static MediaStream stream(int index, Side side) {
        return new MediaStream(
                index, side, "audio", 0, Component.RTP, List.of(new PayloadFormat(0, "PCMU", 8_000, 1, "")));
    }

    private static RawCapture silentCall() {
        return sink -> {
            long packetNanos = Duration.ofSeconds(1).toNanos() / PACKETS_PER_SECOND;
            for (int number = 0; number < SECONDS * PACKETS_PER_SECOND; number++) {
                sink.accept(0, number * packetNanos, frame(number, 1));
                sink.accept(1, number * packetNanos, frame(number, 2));
            }
        };
    }

    private static ByteBuffer frame(int number, int ssrc) {
        ByteBuffer payload = ByteBuffer.allocate(SAMPLES_PER_PACKET);
        while (payload.hasRemaining()) {
            payload.put(MU_LAW_SILENCE);
        }
        int length = RtpPackets.HEADER_LENGTH + SAMPLES_PER_PACKET;
        ByteBuffer frame = ByteBuffer.allocate(UdpFrame.headerLength(false) + length);
        byte[] loopback = {127, 0, 0, 1};
        UdpFrame.writeHeader(frame, loopback, 9, loopback, 9, length);
        RtpPackets.write(frame, 0, number == 0, number, number * SAMPLES_PER_PACKET, ssrc, payload.flip());
        return frame.flip();
    }
}
