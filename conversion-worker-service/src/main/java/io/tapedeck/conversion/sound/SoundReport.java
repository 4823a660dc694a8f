package io.tapedeck.conversion.sound;

import org.jspecify.annotations.Nullable;

/**
 * What was measured of the files of one rendition.
 *
 * @param loudnessLufs integrated; null when it was not measured, or nothing was loud enough
 * @param truePeakDecibels in dBTP; null when it was not measured, or all is silence
 * @param callerTalk share of the time, 0 to 1
 * @param calleeTalk share of the time, 0 to 1
 */
public record SoundReport(
        Waveform waveform,
        @Nullable Double loudnessLufs,
        @Nullable Double truePeakDecibels,
        double callerTalk,
        double calleeTalk) {}
