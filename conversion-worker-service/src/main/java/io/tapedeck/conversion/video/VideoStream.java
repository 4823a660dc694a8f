package io.tapedeck.conversion.video;

import io.tapedeck.conversion.timeline.PacketPlacement;
import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.protocol.video.EncodedFrame;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One negotiated video stream: its sources (SSRC), of which one at a time is shown. A new source takes over with its first key
 * frame; an old one comes back when the other has been silent. One thread.
 */
final class VideoStream {

    private static final int MOST_SOURCES = 32;

    private static final long SILENT_TICKS = VideoTime.HERTZ / 2;

    private final VideoFormats formats;
    private final Consumer<EncodedFrame> next;
    private final LinkedHashMap<Integer, VideoSource> sources = new LinkedHashMap<>();
    private final TreeSet<String> unknown = new TreeSet<>();
    private @Nullable VideoSource shown;
    private long shownTo = Long.MIN_VALUE;
    private long lost;
    private long dropped;

    VideoStream(VideoFormats formats, Consumer<EncodedFrame> next) {
        this.formats = formats;
        this.next = next;
    }

    void accept(RtpPacketView rtp, long arrivalNanos) {
        sourceOf(rtp.ssrc()).placement().accept(rtp, arrivalNanos);
    }

    void advance(long nowNanos) {
        sources.values().forEach(source -> source.placement().advance(nowNanos));
    }

    void flush() {
        sources.values().forEach(this::close);
        sources.clear();
    }

    long lost() {
        return lost;
    }

    long dropped() {
        return dropped;
    }

    /** Codecs that cannot be shown. */
    Set<String> unknown() {
        return unknown;
    }

    private VideoSource sourceOf(int ssrc) {
        VideoSource known = sources.get(ssrc);
        if (known != null) {
            return known;
        }
        if (sources.size() >= MOST_SOURCES) {
            close(sources.pollFirstEntry().getValue());
        }
        sources.values().forEach(VideoSource::settle);
        var fresh = new VideoSource(formats, this::choose, unknown);
        sources.put(ssrc, fresh);
        return fresh;
    }

    private void close(VideoSource source) {
        PacketPlacement placement = source.placement();
        placement.flush();
        source.flush();
        lost += placement.lost();
        dropped += source.dropped();
    }

    private void choose(VideoSource source, EncodedFrame frame) {
        if (source != shown && !takesOver(source, frame)) {
            dropped++;
            return;
        }
        shown = source;
        source.markShown();
        shownTo = Math.max(shownTo, frame.position());
        next.accept(frame);
    }

    private boolean takesOver(VideoSource source, EncodedFrame frame) {
        return frame.isKey() && (!source.wasShown() || frame.position() - shownTo > SILENT_TICKS);
    }
}
