package io.tapedeck.conversion.media;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.timeline.AudioDecoders;
import io.tapedeck.conversion.timeline.CallTimeline;
import io.tapedeck.conversion.timeline.Mix;
import io.tapedeck.conversion.timeline.TimelineReport;
import java.nio.file.Path;

/**
 * The engine: a raw capture and a plan in, a media file out. Keeps nothing between calls; any number of threads may convert
 * at once. A thread that is interrupted stops at the next block and throws {@link ConversionAborted}.
 */
public final class Conversion {

    /** All codecs known so far speak in this rate. */
    private static final int RATE = 8_000;

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
        try (var timeline =
                new CallTimeline(plan.streams(), plan.startedAt(), plan.duration(), plan.silences(), RATE, decoders)) {
            TimelineReport met;
            try (MediaWriter writer = writers.open(target, properties(plan, channels, timeline.totalSamples()))) {
                met = new Run(timeline, writer, channels).convert(capture);
            }
            return new ConversionReport(RATE, channels, plan.duration(), met);
        }
    }

    private static MediaProperties properties(MediaPlan plan, int channels, long samples) {
        return new MediaProperties(
                plan.format(),
                channels,
                RATE,
                samples,
                "Call of " + plan.startedAt(),
                plan.sessionId().toString(),
                plan.startedAt());
    }

    /** One conversion: its buffers and its loop. */
    private static final class Run {

        private final CallTimeline timeline;
        private final MediaWriter writer;
        private final boolean mono;
        private final short[] left = new short[CallTimeline.BLOCK];
        private final short[] right = new short[CallTimeline.BLOCK];

        Run(CallTimeline timeline, MediaWriter writer, int channels) {
            this.timeline = timeline;
            this.writer = writer;
            this.mono = channels == 1;
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
            writer.finish();
            return met;
        }

        private void drain() throws JobFailure {
            for (int count = timeline.read(left, right); count > 0; count = timeline.read(left, right)) {
                if (mono) {
                    Mix.add(left, right, count);
                }
                writer.write(left, right, count);
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
