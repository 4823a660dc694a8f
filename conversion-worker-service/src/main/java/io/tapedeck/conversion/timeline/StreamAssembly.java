package io.tapedeck.conversion.timeline;

import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.rtp.RtpPacketView;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One negotiated stream: its sources (SSRC), each in order and on its own clock, decoded into the channel of the party that
 * sends it. One thread.
 */
final class StreamAssembly {

    /** A phone has one source at a time; a flood of invented ones must not cost memory. */
    private static final int MOST_SOURCES = 32;

    private final Side side;
    private final PayloadTable payloads;
    private final Channel channel;
    private final int rate;
    private final PacketPool pool;
    private final TimelineTally tally;
    private final LinkedHashMap<Integer, Source> sources = new LinkedHashMap<>();
    private @Nullable Source latest;

    StreamAssembly(
            Side side,
            List<PayloadFormat> formats,
            AudioDecoders decoders,
            Channel channel,
            int rate,
            PacketPool pool,
            TimelineTally tally) {
        this.side = side;
        this.payloads = new PayloadTable(formats, decoders);
        this.channel = channel;
        this.rate = rate;
        this.pool = pool;
        this.tally = tally;
    }

    void accept(RtpPacketView rtp, long arrivalNanos) {
        Source source = latest != null && latest.ssrc() == rtp.ssrc() ? latest : sourceOf(rtp.ssrc());
        latest = source;
        MediaPacket packet = pool.take();
        packet.arrivalNanos = arrivalNanos;
        packet.payloadType = rtp.payloadType();
        packet.timestamp = rtp.timestamp();
        rtp.copyPayload(packet.reserve(rtp.payloadLength()), 0);
        source.accept(packet, rtp.sequenceNumber());
    }

    void advance(long nowNanos) {
        for (Source source : sources.values()) {
            source.advance(nowNanos, source == latest);
        }
    }

    void flush() {
        for (Source source : sources.values()) {
            source.flush();
        }
    }

    void close() {
        sources.values().forEach(Source::close);
    }

    private boolean isOutlived(int ssrc) {
        return latest != null && latest.ssrc() != ssrc;
    }

    private Source sourceOf(int ssrc) {
        Source known = sources.get(ssrc);
        if (known != null) {
            return known;
        }
        if (sources.size() >= MOST_SOURCES) {
            Source oldest = sources.pollFirstEntry().getValue();
            oldest.flush();
            oldest.close();
        }
        boolean first = sources.isEmpty();
        var fresh = new Source(ssrc, () -> !first && isOutlived(ssrc), side, payloads, channel, rate, pool, tally);
        sources.put(ssrc, fresh);
        return fresh;
    }
}
