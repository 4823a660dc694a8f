package io.tapedeck.contracts.recordings;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How a recording sounds.
 *
 * @param loudnessLufs integrated loudness of the whole file (EBU R 128), in LUFS; null when it was not measured, or nothing was
 *     louder than -70 LUFS
 * @param truePeakDecibels the highest level between and on the samples (ITU-R BS.1770-4, annex 2), in dBTP; null when it was not
 *     measured, or all is silence
 * @param callerTalk share of the time that the caller talks, 0 to 1
 * @param calleeTalk share of the time that the callee talks, 0 to 1
 */
public record SoundFigures(
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double loudnessLufs,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double truePeakDecibels,
        double callerTalk,
        double calleeTalk) {}
