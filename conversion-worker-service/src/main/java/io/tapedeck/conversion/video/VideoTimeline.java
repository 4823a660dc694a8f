package io.tapedeck.conversion.video;

import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.protocol.rtp.RtpPackets;
import io.tapedeck.protocol.video.EncodedFrame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The pictures of a call on the session's clock: packets go in as they were captured, each party's pictures come out in the order
 * of their decoding, with their places in ticks of {@link VideoTime#HERTZ} since the call's zero; negative for what came before. One
 * thread.
 */
public final class VideoTimeline {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long STEP_NANOS = NANOS_PER_SECOND / 4;

    /** How long the last picture of a call is shown: 40 ms. */
    private static final long SHOWN = VideoTime.HERTZ / 25;

    private final long zeroSeconds;
    private final int zeroNanos;
    private final Map<Integer, VideoStream> streams = new HashMap<>();
    private final UdpFrame udp = new UdpFrame();
    private final RtpPacketView rtp = new RtpPacketView();
    private long now = Long.MIN_VALUE;
    private long end;

    /** @param next takes over what each side shows */
    public VideoTimeline(List<MediaStream> all, Instant zero, BiConsumer<Side, EncodedFrame> next) {
        this.zeroSeconds = zero.getEpochSecond();
        this.zeroNanos = zero.getNano();
        for (MediaStream stream : all) {
            if (isVideo(stream)) {
                streams.put(stream.interfaceIndex(), new VideoStream(new VideoFormats(stream, all), frame -> {
                    end = Math.max(end, frame.position() + SHOWN);
                    next.accept(stream.side(), frame);
                }));
            }
        }
    }

    /** Pictures that a party sends, not what was played to it. */
    private static boolean isVideo(MediaStream stream) {
        return stream.media().equals("video")
                && stream.component() == MediaStream.Component.RTP
                && stream.origin() == MediaStream.Origin.PARTY;
    }

    /** There is nothing to look for. */
    public boolean blind() {
        return streams.isEmpty();
    }

    /** Frames follow that were captured at this time or later. */
    public void advanceTo(long unixNanos) {
        long nanos = sinceZero(unixNanos);
        if (nanos - STEP_NANOS >= now) {
            now = nanos;
            streams.values().forEach(stream -> stream.advance(nanos));
        }
    }

    /** @param frame a raw IP frame; its position and limit stay as they are */
    public void accept(int interfaceIndex, long unixNanos, ByteBuffer frame) {
        VideoStream stream = streams.get(interfaceIndex);
        if (stream == null || !udp.wrap(frame)) {
            return;
        }
        int offset = udp.payloadOffset();
        int length = udp.payloadLength();
        if (!RtpPackets.looksLikeRtcp(frame, offset, length) && rtp.wrap(frame, offset, length)) {
            stream.accept(rtp, sinceZero(unixNanos));
        }
    }

    /** No more frames will come. */
    public void finish() {
        streams.values().forEach(VideoStream::flush);
    }

    /** Where the last picture so far ends. */
    public Duration end() {
        return VideoTime.duration(end);
    }

    /** @param files that show this call; with one picture in two files it counts twice */
    public VideoReport report(Collection<Pictures> files) {
        var unknown = new TreeSet<String>();
        streams.values().forEach(stream -> unknown.addAll(stream.unknown()));
        return new VideoReport(
                files.stream().mapToLong(Pictures::taken).sum(),
                files.stream().mapToLong(Pictures::dropped).sum()
                        + streams.values().stream()
                                .mapToLong(VideoStream::dropped)
                                .sum(),
                streams.values().stream().mapToLong(VideoStream::lost).sum(),
                unknown);
    }

    private long sinceZero(long unixNanos) {
        long seconds = Math.floorDiv(unixNanos, NANOS_PER_SECOND) - zeroSeconds;
        return seconds * NANOS_PER_SECOND + Math.floorMod(unixNanos, NANOS_PER_SECOND) - zeroNanos;
    }
}
