package io.tapedeck.conversion.media;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.video.Pictures;
import io.tapedeck.conversion.video.VideoReport;
import io.tapedeck.conversion.video.VideoTimeline;
import io.tapedeck.protocol.video.EncodedFrame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pictures of a call on their way to those of its files that show them. Costs nothing where none does. One thread. */
final class Screening {

    private final Map<Rendition, List<Pictures>> files;
    private final VideoTimeline timeline;

    private Screening(Map<Rendition, List<Pictures>> files, List<MediaStream> streams, Instant zero) {
        this.files = files;
        this.timeline =
                new VideoTimeline(files.isEmpty() ? List.of() : streams, zero, (side, frame) -> each(side, frame));
    }

    /** Looks the capture through for what there is to be seen, if anybody wants to know. */
    static Screening of(RawCapture capture, List<MediaStream> streams, Instant zero, List<Rendition> renditions)
            throws JobFailure {
        var files = new HashMap<Rendition, List<Pictures>>();
        for (Rendition rendition : renditions) {
            if (rendition.plan().format().isVideo()) {
                files.put(rendition, pictures(rendition.plan(), zero));
            }
        }
        survey(capture, streams, zero, files.values());
        return new Screening(files, streams, zero);
    }

    private static List<Pictures> pictures(MediaPlan plan, Instant zero) {
        var offset = Duration.between(zero, plan.startedAt());
        return plan.layout() == ChannelLayout.SPLIT
                ? List.of(
                        new Pictures(List.of(Side.CALLER), plan.pieces(), offset),
                        new Pictures(List.of(Side.CALLEE), plan.pieces(), offset))
                : List.of(new Pictures(List.of(Side.CALLER, Side.CALLEE), plan.pieces(), offset));
    }

    private static void survey(
            RawCapture capture, List<MediaStream> streams, Instant zero, Collection<List<Pictures>> files)
            throws JobFailure {
        var timeline = new VideoTimeline(
                files.isEmpty() ? List.of() : streams,
                zero,
                (side, frame) -> files.forEach(of -> of.forEach(file -> file.survey(side, frame))));
        if (timeline.blind()) {
            return;
        }
        capture.replay((index, unixNanos, frame) -> {
            timeline.advanceTo(unixNanos);
            timeline.accept(index, unixNanos, frame);
        });
        timeline.finish();
        files.forEach(of -> of.forEach(Pictures::rewind));
    }

    private void each(Side side, EncodedFrame frame) {
        files.values().forEach(of -> of.forEach(file -> file.add(side, frame)));
    }

    /** For each file of the rendition what is seen in it; empty for sound alone. */
    List<Pictures> of(Rendition rendition) {
        return files.getOrDefault(rendition, List.of());
    }

    /** Whether there is anything to be seen in the rendition. */
    boolean shows(Rendition rendition) {
        return of(rendition).stream().anyMatch(file -> !file.screens().isEmpty());
    }

    /** As {@link io.tapedeck.conversion.timeline.CallTimeline} takes them, in the order of their capture. */
    void accept(int interfaceIndex, long unixNanos, ByteBuffer frame) {
        if (!timeline.blind()) {
            timeline.advanceTo(unixNanos);
            timeline.accept(interfaceIndex, unixNanos, frame);
        }
    }

    /** @return where the last picture ends, from the call's zero */
    Duration finish() {
        timeline.finish();
        return timeline.end();
    }

    VideoReport report(Rendition rendition) {
        return of(rendition).isEmpty() ? VideoReport.NONE : timeline.report(of(rendition));
    }
}
