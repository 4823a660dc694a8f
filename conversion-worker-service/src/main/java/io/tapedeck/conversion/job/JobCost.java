package io.tapedeck.conversion.job;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.PayloadFormat;
import java.time.Duration;

/**
 * What a job will cost, before anything of it was read: good enough to tell those that take a minute from those that take a
 * second. CPU seconds per hour, measured on one core of a common server.
 */
public final class JobCost {

    private static final double SECONDS_PER_HOUR = 3_600;

    /** Parsing, time line, checksums and plain samples, for an hour of call. */
    private static final double COPYING = 0.4;

    /** Both parties' small pictures (H.264, 320x180) put side by side and compressed again. */
    private static final double COMPOSING = 100;

    private JobCost() {}

    /** CPU time of the whole job. */
    public static Duration of(CaptureSealed capture) {
        double seconds = 0;
        for (RecordingOrder order : capture.orders()) {
            double hours = MediaPlan.of(capture, order).duration().toMillis() / 1e3 / SECONDS_PER_HOUR;
            seconds += hours * (COPYING + decoding(capture) + encoding(order) + pictures(order));
        }
        return Duration.ofMillis(Math.round(seconds * 1e3));
    }

    /** Of what each party was most likely to speak: the format that was agreed on first. */
    private static double decoding(CaptureSealed capture) {
        return capture.streams().stream()
                .filter(stream -> stream.component() == MediaStream.Component.RTP)
                .filter(stream -> !stream.payloads().isEmpty())
                .mapToDouble(stream -> decoding(stream.payloads().getFirst()))
                .sorted()
                .limit(2) // renegotiated streams follow each other
                .sum();
    }

    private static double decoding(PayloadFormat format) {
        return switch (format.encoding()) {
            case "PCMU", "PCMA", "L16" -> 0.05;
            case "G729", "G723" -> 4;
            case "OPUS", "AMR-WB" -> 3;
            default -> 1.5;
        };
    }

    /** Split, they are passed on as they came. */
    private static double pictures(RecordingOrder order) {
        return order.format().isVideo() && order.layout() != ChannelLayout.SPLIT ? COMPOSING : 0;
    }

    private static double encoding(RecordingOrder order) {
        double perChannel = order.format() == MediaFormat.WAV ? 0 : 3.5;
        return switch (order.layout()) {
            case MONO -> perChannel;
            case STEREO, SPLIT -> 2 * perChannel;
        };
    }
}
