package io.tapedeck.conversion.media;

import io.tapedeck.contracts.captures.MaskedSpan;
import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.sound.SoundMeter;
import io.tapedeck.conversion.timeline.AudioDecoders;
import io.tapedeck.conversion.timeline.CallTimeline;
import io.tapedeck.conversion.timeline.SoundBlock;
import io.tapedeck.conversion.timeline.TimelineReport;
import io.tapedeck.conversion.video.VideoReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The engine: a raw capture and plans in, media files out. However many files are made of a call, it is read and decoded once.
 * Keeps nothing between calls; any number of threads may convert at once. A thread that is interrupted stops at the next block
 * and throws {@link ConversionAborted}.
 */
public final class Conversion {

    private final AudioDecoders decoders;
    private final MediaWriters writers;
    private final SoundMeter.Effort effort;

    /** @param effort what is measured of the sound that is written */
    public Conversion(AudioDecoders decoders, MediaWriters writers, SoundMeter.Effort effort) {
        this.decoders = decoders;
        this.writers = writers;
        this.effort = effort;
    }

    /** Measures nothing. */
    public Conversion(AudioDecoders decoders, MediaWriters writers) {
        this(decoders, writers, SoundMeter.Effort.NOTHING);
    }

    /**
     * Makes one file.
     *
     * @throws JobFailure when there can be no such file; the target is then incomplete
     */
    public ConversionReport convert(RawCapture capture, List<MediaStream> streams, Rendition rendition)
            throws JobFailure {
        return convert(capture, streams, List.of(rendition)).getFirst().orThrow();
    }

    /**
     * Makes several files of the same call. One that fails does not harm the others.
     *
     * @return what became of each, in the same order
     */
    public List<Outcome> convert(RawCapture capture, List<MediaStream> streams, List<Rendition> renditions) {
        return convert(capture, streams, List.of(), renditions);
    }

    /**
     * The same of a call of which not everything is to be heard.
     *
     * @param masked what is silent in all files
     */
    public List<Outcome> convert(
            RawCapture capture, List<MediaStream> streams, List<MaskedSpan> masked, List<Rendition> renditions) {
        var makings = new ArrayList<Making>();
        try {
            Screening screening = Screening.of(capture, streams, zero(renditions), renditions);
            open(capture, streams, renditions, screening, makings);
            return run(capture, streams, masked, renditions, screening, makings);
        } catch (JobFailure e) {
            return outcomes(renditions, makings, e);
        } finally {
            makings.forEach(Making::close);
        }
    }

    private void open(
            RawCapture capture,
            List<MediaStream> streams,
            List<Rendition> renditions,
            Screening screening,
            List<Making> makings)
            throws JobFailure {
        int spoken = spokenRate(capture, streams, renditions);
        Instant zero = zero(renditions);
        for (Rendition rendition : renditions) {
            MediaPlan plan = rendition.plan();
            Duration offset = Duration.between(zero, plan.startedAt());
            makings.add(Making.begin(() -> Output.open(
                    writers,
                    effort,
                    rendition,
                    offset,
                    Rates.of(plan, spoken),
                    CallTimeline.BLOCK,
                    screening.of(rendition))));
        }
    }

    /** Looks for it only where somebody wants to know. */
    private int spokenRate(RawCapture capture, List<MediaStream> streams, List<Rendition> renditions)
            throws JobFailure {
        boolean wanted =
                renditions.stream().anyMatch(rendition -> rendition.plan().rateHertz() == 0);
        return wanted ? new SpokenRate(decoders).of(capture, streams) : 0;
    }

    private List<Outcome> run(
            RawCapture capture,
            List<MediaStream> streams,
            List<MaskedSpan> masked,
            List<Rendition> renditions,
            Screening screening,
            List<Making> makings)
            throws JobFailure {
        int rate = makings.stream().mapToInt(Making::rate).max().orElse(0);
        if (rate == 0) {
            return makings.stream()
                    .map(making -> making.finish(TimelineReport.NONE, VideoReport.NONE))
                    .toList();
        }
        try (var timeline = new CallTimeline(streams, masked, zero(renditions), duration(renditions), rate, decoders)) {
            TimelineReport met = new Run(timeline, screening, groups(makings, rate)).convert(capture);
            var outcomes = new ArrayList<Outcome>();
            for (int i = 0; i < makings.size(); i++) {
                Rendition rendition = renditions.get(i);
                JobFailure inaudible = screening.shows(rendition) ? null : Inaudible.failure(rendition.plan(), met);
                Making making = makings.get(i);
                outcomes.add(
                        inaudible == null ? making.finish(met, screening.report(rendition)) : making.fail(inaudible));
            }
            return outcomes;
        }
    }

    private static List<Outcome> outcomes(List<Rendition> renditions, List<Making> makings, JobFailure failure) {
        var outcomes = new ArrayList<Outcome>();
        for (int i = 0; i < renditions.size(); i++) {
            outcomes.add(i < makings.size() ? makings.get(i).fail(failure) : new Outcome.Failed(failure));
        }
        return outcomes;
    }

    private static List<RateGroup> groups(List<Making> makings, int decodedRate) {
        Map<Integer, List<Making>> byRate = new TreeMap<>();
        makings.stream()
                .filter(Making::goesOn)
                .forEach(making -> byRate.computeIfAbsent(making.rate(), _ -> new ArrayList<>())
                        .add(making));
        return byRate.entrySet().stream()
                .map(group -> RateGroup.of(group.getKey(), group.getValue(), decodedRate, CallTimeline.BLOCK))
                .toList();
    }

    private static Instant zero(List<Rendition> renditions) {
        return renditions.stream()
                .map(rendition -> rendition.plan().startedAt())
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    /** Null when one ends with the last sound. */
    private static @Nullable Duration duration(List<Rendition> renditions) {
        if (renditions.stream().anyMatch(rendition -> rendition.plan().endless())) {
            return null;
        }
        Instant zero = zero(renditions);
        Instant end = renditions.stream()
                .map(rendition -> rendition.plan().endedAt())
                .max(Comparator.naturalOrder())
                .orElse(zero);
        return Duration.between(zero, end);
    }

    /** One conversion: its buffer and its loop. */
    private static final class Run {

        private final CallTimeline timeline;
        private final Screening screening;
        private final List<RateGroup> groups;
        private final SoundBlock block = new SoundBlock(CallTimeline.BLOCK);

        Run(CallTimeline timeline, Screening screening, List<RateGroup> groups) {
            this.timeline = timeline;
            this.screening = screening;
            this.groups = groups;
        }

        TimelineReport convert(RawCapture capture) throws JobFailure {
            capture.replay((interfaceIndex, unixNanos, frame) -> {
                timeline.advanceTo(unixNanos);
                drain();
                timeline.accept(interfaceIndex, unixNanos, frame);
                screening.accept(interfaceIndex, unixNanos, frame);
            });
            timeline.finish(screening.finish());
            drain();
            groups.forEach(RateGroup::finish);
            return timeline.report();
        }

        private void drain() throws JobFailure {
            while (timeline.read(block) > 0) {
                boolean wanted = false;
                for (RateGroup group : groups) {
                    group.accept(block);
                    wanted |= group.goesOn();
                }
                if (!wanted) {
                    throw groups.getFirst().failure(); // what is left of the call would be decoded for nobody
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new ConversionAborted();
                }
            }
        }
    }
}
