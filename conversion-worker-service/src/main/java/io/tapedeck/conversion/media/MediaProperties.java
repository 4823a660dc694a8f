package io.tapedeck.conversion.media;

import io.tapedeck.contracts.MediaFormat;
import java.time.Instant;

/**
 * What stands in the head of a media file.
 *
 * @param title for people; players show it
 * @param session the session id as text, so that a file that went astray finds its call again
 * @param startedAt the moment of the first sample
 * @param samples per channel, in the whole file
 */
public record MediaProperties(
        MediaFormat format,
        int channels,
        int sampleRateHertz,
        long samples,
        String title,
        String session,
        Instant startedAt) {

    public MediaProperties {
        if (channels < 1 || channels > 2) {
            throw new IllegalArgumentException("one channel or two, not " + channels);
        }
    }
}
