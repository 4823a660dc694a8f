package io.tapedeck.contracts.captures;

import io.tapedeck.contracts.RecordingId;
import java.time.Instant;

/**
 * A span of the capture that belongs to one recording.
 *
 * @param to exclusive
 * @param paused packets of this span were kept from the disk; the media shows silence, or a cut, by setting
 */
public record OrderedInterval(RecordingId recordingId, Instant from, Instant to, boolean paused) {}
