package io.tapedeck.conversion.timeline;

import io.tapedeck.contracts.captures.MaskedSpan;
import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.protocol.rtp.RtpPackets;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call put together: frames go in as they were captured, two channels of samples come out, the caller's and the callee's,
 * in step and exactly as long as the recording. Memory does not grow with the call. One thread, which for each frame calls
 * {@link #advanceTo}, then {@link #read} until it gives nothing, then {@link #accept}; at the end {@link #finish} and
 * {@link #read} again.
 */
public final class CallTimeline implements AutoCloseable {

    /** The most that {@link #read} gives at once. */
    public static final int BLOCK = 8_192;

    /** How far behind the latest arrival samples become final: what comes later than that is lost, and told. */
    private static final long HOLDBACK_NANOS = StreamClock.LOOK_AHEAD_NANOS + 3 * SessionTime.NANOS_PER_SECOND;

    private static final long STEP_NANOS = SessionTime.NANOS_PER_SECOND / 4;

    private static final long OPEN = Long.MAX_VALUE;

    private static final int RING_SECONDS = 25;

    private final long zeroSeconds;
    private final int zeroNanos;
    private final int rate;
    private long total;
    private final Channel caller;
    private final Channel callee;
    private final @Nullable PlayedSound played;
    private final @Nullable StreamAssembly[] assemblies;
    private final Masks callerMasks;
    private final Masks calleeMasks;
    private final TimelineTally tally = new TimelineTally();
    private final UdpFrame udp = new UdpFrame();
    private final RtpPacketView rtp = new RtpPacketView();
    private long now = Long.MIN_VALUE / 2;
    private long given;
    private long settled;

    /**
     * @param streams of the capture; only RTP of audio is heard
     * @param zero the moment of the first sample
     * @param duration of the recording; null when it ends with the last sound
     * @param rate of the samples that come out, in hertz
     */
    public CallTimeline(
            List<MediaStream> streams, Instant zero, @Nullable Duration duration, int rate, AudioDecoders decoders) {
        this(streams, List.of(), zero, duration, rate, decoders);
    }

    /** @param masked where a party is silent, whatever it sent */
    public CallTimeline(
            List<MediaStream> streams,
            List<MaskedSpan> masked,
            Instant zero,
            @Nullable Duration duration,
            int rate,
            AudioDecoders decoders) {
        this.callerMasks = new Masks(masked, MediaStream.Side.CALLER, zero, rate);
        this.calleeMasks = new Masks(masked, MediaStream.Side.CALLEE, zero, rate);
        this.zeroSeconds = zero.getEpochSecond();
        this.zeroNanos = zero.getNano();
        this.rate = rate;
        this.total = duration == null ? OPEN : SessionTime.ticks(duration.toNanos(), rate);
        int size = Integer.highestOneBit(RING_SECONDS * rate) << 1;
        this.caller = new Channel(size);
        this.callee = new Channel(size);
        this.played = streams.stream().anyMatch(CallTimeline::isPlayed) ? new PlayedSound(size) : null;
        this.assemblies = assemblies(streams, decoders);
    }

    private @Nullable StreamAssembly[] assemblies(List<MediaStream> streams, AudioDecoders decoders) {
        int interfaces =
                streams.stream().mapToInt(MediaStream::interfaceIndex).max().orElse(-1) + 1;
        var pool = new PacketPool();
        var made = new @Nullable StreamAssembly[interfaces];
        for (MediaStream stream : streams) {
            if (isSound(stream)) {
                made[stream.interfaceIndex()] = new StreamAssembly(
                        stream.side(), stream.payloads(), decoders, channelOf(stream), rate, pool, tally);
            }
        }
        return made;
    }

    private static boolean isSound(MediaStream stream) {
        return stream.component() == MediaStream.Component.RTP && stream.media().equals("audio");
    }

    private static boolean isPlayed(MediaStream stream) {
        return isSound(stream) && stream.origin() == MediaStream.Origin.PLAYED;
    }

    private Channel channelOf(MediaStream stream) {
        if (played != null && isPlayed(stream)) { // nobody's voice
            return played.heardBy(stream.side());
        }
        return stream.side() == MediaStream.Side.CALLER ? caller : callee;
    }

    /** Samples per channel of the whole recording; 0 while that is not known. */
    public long totalSamples() {
        return total == OPEN ? 0 : total;
    }

    /** Frames follow that were captured at this time or later. */
    public void advanceTo(long unixNanos) {
        long nanos = sinceZero(unixNanos);
        if (nanos - STEP_NANOS < now) {
            return;
        }
        now = nanos;
        for (StreamAssembly assembly : assemblies) {
            if (assembly != null) {
                assembly.advance(nanos);
            }
        }
        settled = Math.clamp(SessionTime.ticks(nanos - HOLDBACK_NANOS, rate), settled, total);
    }

    /**
     * @param interfaceIndex of the stream
     * @param frame a raw IP frame; its position and limit stay as they are
     */
    public void accept(int interfaceIndex, long unixNanos, ByteBuffer frame) {
        if (interfaceIndex < 0 || interfaceIndex >= assemblies.length) {
            return;
        }
        StreamAssembly assembly = assemblies[interfaceIndex];
        if (assembly == null || !udp.wrap(frame)) {
            return;
        }
        int offset = udp.payloadOffset();
        int length = udp.payloadLength();
        if (!RtpPackets.looksLikeRtcp(frame, offset, length) && rtp.wrap(frame, offset, length)) {
            tally.packets++;
            long arrivalNanos = sinceZero(unixNanos);
            if (arrivalNanos < now - HOLDBACK_NANOS) {
                tally.overdue++;
                return;
            }
            assembly.accept(rtp, arrivalNanos);
        }
    }

    /** No more frames will come: everything not yet given out is final. */
    public void finish() {
        finish(Duration.ZERO);
    }

    /** @param least a recording that ends with its last sound is not shorter than that, be it silent */
    public void finish(Duration least) {
        for (StreamAssembly assembly : assemblies) {
            if (assembly != null) {
                assembly.flush();
            }
        }
        if (total == OPEN) {
            total = Math.max(given, Math.max(caller.end(), callee.end()));
            total = played == null ? total : Math.max(total, played.end());
            total = Math.max(total, SessionTime.samples(least, rate));
        }
        settled = total;
    }

    /**
     * Gives out the next samples that are final.
     *
     * @param block with room for {@link #BLOCK}
     * @return how many samples each channel got; 0 when there are too few to be worth it, or none any more
     */
    public int read(SoundBlock block) {
        long available = settled - given;
        if (available < BLOCK && settled < total) {
            block.count = 0;
            return 0;
        }
        int count = (int) Math.min(available, BLOCK);
        caller.giveOut(block.caller, count);
        callee.giveOut(block.callee, count);
        callerMasks.silence(block.caller, given, count);
        calleeMasks.silence(block.callee, given, count);
        block.announced = played != null && played.giveOut(block.played, count);
        block.count = count;
        given += count;
        return count;
    }

    public TimelineReport report() {
        return tally.report();
    }

    /** Frees the decoders. */
    @Override
    public void close() {
        for (StreamAssembly assembly : assemblies) {
            if (assembly != null) {
                assembly.close();
            }
        }
    }

    private long sinceZero(long unixNanos) {
        long seconds = Math.floorDiv(unixNanos, SessionTime.NANOS_PER_SECOND) - zeroSeconds;
        return seconds * SessionTime.NANOS_PER_SECOND
                + Math.floorMod(unixNanos, SessionTime.NANOS_PER_SECOND)
                - zeroNanos;
    }
}
