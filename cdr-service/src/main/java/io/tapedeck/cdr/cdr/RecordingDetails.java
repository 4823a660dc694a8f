package io.tapedeck.cdr.cdr;

import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.captures.PressedKey;
import io.tapedeck.contracts.recordings.MediaFile;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingReady;
import io.tapedeck.contracts.recordings.SoundFigures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What players and people want to know of a recording and nobody searches for.
 *
 * @param calleeMedia the second file of the layout split; null for all others
 * @param peaksKey path inside the store of the wave form; null when there is none
 * @param sound null when nothing was measured
 * @param keys that were pressed while it was recorded, in the order of time
 * @param label what whoever started it during the call called it
 * @param mediaName wanted for the file by the same, without extension
 */
public record RecordingDetails(
        @Nullable MediaFile calleeMedia,
        @Nullable String peaksKey,
        @Nullable SoundFigures sound,
        List<PressedKey> keys,
        @Nullable String label,
        @Nullable String mediaName) {

    public static final RecordingDetails NONE = new RecordingDetails(null, null, null, List.of(), null, null);

    public RecordingDetails {
        keys = List.copyOf(keys);
    }

    RecordingDetails with(RecordingReady told) {
        return new RecordingDetails(told.calleeMedia(), told.peaksKey(), told.sound(), keys, label, mediaName);
    }

    /** With what the order says of its names. */
    RecordingDetails named(RecordingOrder order) {
        return new RecordingDetails(calleeMedia, peaksKey, sound, keys, order.label(), order.mediaName());
    }

    /** Only what was pressed in its own intervals: another owner of the call may have recorded more. */
    RecordingDetails withKeysOf(RecordingId recording, CaptureSealed capture) {
        List<PressedKey> heard = capture.keys().stream()
                .filter(key -> capture.intervals().stream()
                        .anyMatch(interval -> interval.recordingId().equals(recording)
                                && !interval.paused()
                                && !key.at().isBefore(interval.from())
                                && key.at().isBefore(interval.to())))
                .toList();
        return new RecordingDetails(calleeMedia, peaksKey, sound, heard, label, mediaName);
    }
}
