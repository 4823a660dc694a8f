package io.tapedeck.conversion.media;

import io.tapedeck.conversion.sound.SoundReport;
import io.tapedeck.conversion.timeline.TimelineReport;
import io.tapedeck.conversion.video.VideoReport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a conversion made, and what it met.
 *
 * @param channels of a file
 * @param timeline of the whole call, whatever part of it the file holds
 * @param sound null when nothing was to be measured
 * @param video of the whole call, as far as the files show it
 */
public record ConversionReport(
        int sampleRateHertz,
        int channels,
        Duration duration,
        TimelineReport timeline,
        @Nullable SoundReport sound,
        VideoReport video,
        Checksums checksums) {}
