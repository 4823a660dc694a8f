package io.tapedeck.conversion.media;

import io.tapedeck.conversion.timeline.TimelineReport;
import java.time.Duration;

/** What a conversion made, and what it met. */
public record ConversionReport(int sampleRateHertz, int channels, Duration duration, TimelineReport timeline) {}
