package io.tapedeck.conversion.media;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.timeline.AudioDecoders;
import io.tapedeck.conversion.timeline.CallTimeline;
import io.tapedeck.conversion.timeline.TimelineReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The engine: a raw capture and a plan in, a media file out. Keeps nothing between calls; any number of threads may convert
 * at once. A thread that is interrupted stops at the next block and throws {@link ConversionAborted}.
 */
public final class Conversion {

    private final AudioDecoders decoders;
    private final MediaWriters writers;

    public Conversion(AudioDecoders decoders, MediaWriters writers) {
        this.decoders = decoders;
        this.writers = writers;
    }

    /**
     * @param target is written anew; incomplete when this throws
     * @throws JobFailure when there can be no such file
     */
    public ConversionReport convert(RawCapture capture, MediaPlan plan, Path target) throws JobFailure {
        int channels = plan.layout() == ChannelLayout.STEREO ? 2 : 1;
        int rate = new SpokenRate(decoders).of(capture, plan.streams(), plan.format());
        try (var timeline =
                new CallTimeline(plan.streams(), plan.startedAt(), plan.duration(), plan.silences(), rate, decoders)) {
            var properties = properties(
                    plan.format(),
                    channels,
                    rate,
                    timeline.totalSamples(),
                    plan.startedAt(),
                    plan.sessionId().toString());
            MediaWriter writer = writers.open(target, properties);
            TimelineReport met;
            try (Output output = channels == 1 ? Output.mono(writer) : Output.stereo(writer)) {
                met = new Run(timeline, output).convert(capture);
            }
            return new ConversionReport(rate, channels, plan.duration(), met);
        }
    }

    /**
     * The whole of a call, from the given moment to its last sound.
     *
     * @throws JobFailure when there can be no such file
     */
    public ConversionReport convert(RawCapture capture, List<MediaStream> streams, Instant startedAt, CallFile file)
            throws JobFailure {
        int channels = file.layout() == CallFile.Layout.STEREO ? 2 : 1;
        int rate =
                file.rateHertz() > 0 ? file.rateHertz() : new SpokenRate(decoders).of(capture, streams, file.format());
        try (var timeline = new CallTimeline(streams, startedAt, null, List.of(), rate, decoders)) {
            TimelineReport met;
            try (Output output = open(file, properties(file.format(), channels, rate, 0, startedAt, ""))) {
                met = new Run(timeline, output).convert(capture);
            }
            var duration = Duration.ofNanos(Math.round(timeline.totalSamples() * 1e9 / rate));
            return new ConversionReport(rate, channels, duration, met);
        }
    }

    private Output open(CallFile file, MediaProperties properties) throws JobFailure {
        Path second = file.second();
        if (second != null) {
            return Output.split(writers, file.target(), second, properties);
        }
        MediaWriter writer = writers.open(file.target(), properties);
        return file.layout() == CallFile.Layout.MONO ? Output.mono(writer) : Output.stereo(writer);
    }

    private static MediaProperties properties(
            MediaFormat format, int channels, int rate, long samples, Instant startedAt, String session) {
        return new MediaProperties(format, channels, rate, samples, "Call of " + startedAt, session, startedAt);
    }

    /** One conversion: its buffers and its loop. */
    private static final class Run {

        private final CallTimeline timeline;
        private final Output output;
        private final short[] left = new short[CallTimeline.BLOCK];
        private final short[] right = new short[CallTimeline.BLOCK];

        Run(CallTimeline timeline, Output output) {
            this.timeline = timeline;
            this.output = output;
        }

        TimelineReport convert(RawCapture capture) throws JobFailure {
            capture.replay((interfaceIndex, unixNanos, frame) -> {
                timeline.advanceTo(unixNanos);
                drain();
                timeline.accept(interfaceIndex, unixNanos, frame);
            });
            timeline.finish();
            TimelineReport met = timeline.report();
            if (met.nothingDecodable()) {
                throw unsupported(met);
            }
            drain();
            output.finish();
            return met;
        }

        private void drain() throws JobFailure {
            for (int count = timeline.read(left, right); count > 0; count = timeline.read(left, right)) {
                output.write(left, right, count);
                if (Thread.currentThread().isInterrupted()) {
                    throw new ConversionAborted();
                }
            }
        }

        private static JobFailure unsupported(TimelineReport met) {
            if (met.encrypted()) {
                return JobFailure.of(
                        FailureCode.CODEC_UNSUPPORTED,
                        "The call was encrypted (" + String.join(", ", met.unknownCodecs())
                                + ") and cannot be decoded. Have the phones or the PBX use plain RTP on recorded lines.");
            }
            return JobFailure.of(
                    FailureCode.CODEC_UNSUPPORTED,
                    "Nothing of the call can be decoded: the phones spoke " + String.join(" and ", met.unknownCodecs())
                            + ". Take it out of the order of codecs that is offered, or convert again with a version that"
                            + " knows it.");
        }
    }
}
